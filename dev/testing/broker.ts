import supertest, { type Response } from 'supertest';
import { createVirtualClock, type VirtualClock } from '../../mock-broker/clock.ts';
import { createBroker } from '../../mock-broker/create-broker.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import { departure } from '../../mock-broker/rest/wire-schemas.ts';
import type { Broker, BrokerOptions } from '../../mock-broker/types.ts';
import { seededKeys } from '../../mock-broker/users.ts';

export const hooksToken = 'hooks-token';

export type Reply = Response;

export interface Desk {
  broker: Broker;
  clock: VirtualClock;
  /** A request as a seeded user, signed with that user's API keys; the answer is held to its schema. */
  as(
    email: string,
  ): (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: unknown) => Promise<Reply>;
  /** A request to the test hooks. */
  hook(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: unknown): Promise<Reply>;
  close(): Promise<void>;
}

/** A brokerage on a virtual clock with seeded chance, and how to talk to it. */
export async function openDesk(options: Partial<BrokerOptions> & { start?: string } = {}): Promise<Desk> {
  const clock = createVirtualClock(options.start);
  const broker = await createBroker({
    clock,
    random: createSeededRandom('desk'),
    hooksToken,
    advance: (ms) => clock.advance(ms),
    requestsPerMinute: 0,
    ...options,
  });
  const api = supertest(broker.origin);
  return {
    broker,
    clock,
    as(email) {
      const { keyId, secret } = seededKeys(email);
      return async (method, path, body) => {
        const request = api[method](path).set('APCA-API-KEY-ID', keyId).set('APCA-API-SECRET-KEY', secret);
        const reply = await (body === undefined ? request : request.send(body as object));
        const wrong = departure(method.toUpperCase(), path, reply.status, reply.body);
        if (wrong) throw new Error(wrong);
        return reply;
      };
    },
    async hook(method, path, body) {
      const request = api[method](`/test-hooks${path}`).set('Authorization', `Bearer ${hooksToken}`);
      return body === undefined ? request : request.send(body as object);
    },
    close: () => broker.close(),
  };
}
