import { hash } from 'node:crypto';

/** A UUID that is the same for the same name: seeded users, accounts and assets keep their ids from run to run. */
export function namedUuid(name: string): string {
  const bytes = hash('sha256', name, 'buffer').subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** `count` upper-case letters and digits that follow from a name. */
export function namedCode(name: string, count: number): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const bytes = hash('sha512', name, 'buffer');
  return Array.from({ length: count }, (_, index) => alphabet[bytes[index]! % alphabet.length]).join('');
}
