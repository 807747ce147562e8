import { createHash, randomBytes } from 'node:crypto';

/** Where secrets and identifiers come from. */
export interface Random {
  /** `count` bytes. */
  bytes(count: number): Buffer;
}

/** Unpredictable bytes, for a server that strangers can reach. */
export const cryptoRandom: Random = { bytes: (count) => randomBytes(count) };

/** Bytes that are the same in every run with the same seed: for the test rig only, never for a server on its own. */
export function createSeededRandom(seed: string): Random {
  let block = 0;
  return {
    bytes(count) {
      const parts: Buffer[] = [];
      for (let size = 0; size < count; size += 32) {
        parts.push(createHash('sha256').update(`${seed}\0${block++}`).digest());
      }
      return Buffer.concat(parts).subarray(0, count);
    },
  };
}

/** An RFC 9562 version 4 UUID. */
export function uuid(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A base64url token of `bits` bits, 256 unless told. */
export const token = (random: Random, bits = 256): string => random.bytes(bits / 8).toString('base64url');
