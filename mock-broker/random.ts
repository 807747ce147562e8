import { hash, randomBytes, randomUUID } from 'node:crypto';

/** Where secrets and identifiers come from. */
export interface Random {
  /** `count` bytes. */
  bytes(count: number): Buffer;
  /** An RFC 9562 version 4 UUID. */
  uuid(): string;
  /** A secret of 256 bits, base64url. */
  token(): string;
}

/** Unpredictable, for a server that strangers can reach. */
export const cryptoRandom: Random = {
  bytes: (count) => randomBytes(count),
  uuid: () => randomUUID(),
  token: () => randomBytes(32).toString('base64url'),
};

/** The same in every run with the same seed: for the test rig only, never for a server on its own. */
export function createSeededRandom(seed: string): Random {
  let block = 0;
  const bytes = (count: number): Buffer => {
    const parts: Buffer[] = [];
    for (let size = 0; size < count; size += 32) {
      parts.push(hash('sha256', `${seed}\0${block++}`, 'buffer'));
    }
    return Buffer.concat(parts).subarray(0, count);
  };
  return { bytes, uuid: () => uuidFrom(bytes(16)), token: () => bytes(32).toString('base64url') };
}

function uuidFrom(bytes: Buffer): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
