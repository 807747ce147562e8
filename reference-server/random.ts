import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from '../mock-broker/random.ts';

/** Where a gateway that is started by itself gets its secrets. */
export const cryptoRandom: Random = {
  bytes: (count) => randomBytes(count),
  uuid: () => randomUUID(),
  token: () => randomBytes(32).toString('base64url'),
};
