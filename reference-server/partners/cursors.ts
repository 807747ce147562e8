import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '../../mock-broker/random.ts';
import type { State } from '../state/state.ts';

/** Where a list goes on, sealed: nobody reads it, changes it, or uses it for another list or as somebody else. */
export interface Cursors {
  seal(position: number, boundTo: readonly string[]): string;
  /** The position, or undefined where it is no cursor of this gateway for exactly this. */
  open(cursor: string, boundTo: readonly string[]): number | undefined;
}

const nonceBytes = 12;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';

/** The key outlives the gateway with its state, as clients go on where they were. */
export function createCursors(state: State, random: Random): Cursors {
  const shelf = state.shelf<string>('keys');
  const kept = shelf.get('cursors') ?? random.bytes(32).toString('base64');
  shelf.set('cursors', kept);
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(kept, 'base64'), '', 'cursors', 32));
  const bound = (to: readonly string[]) => Buffer.from(JSON.stringify(to));

  return {
    seal(position, boundTo) {
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce);
      cipher.setAAD(bound(boundTo));
      // Of one length, so that it does not tell how far the list has come.
      const text = String(position).padStart(12, '0');
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(cursor, boundTo) {
      const bytes = Buffer.from(cursor, 'base64url');
      // Base64url has spellings that decode alike: one of them counts.
      if (bytes.length !== nonceBytes + 12 + tagBytes || bytes.toString('base64url') !== cursor) return undefined;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAAD(bound(boundTo));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      try {
        const opened = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
        return Number(opened.toString('utf8'));
      } catch {
        return undefined;
      }
    },
  };
}
