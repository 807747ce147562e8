import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '../../mock-broker/random.ts';
import type { State } from './state.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Text that travels through clients, which can neither read nor change it (AES-256-GCM). */
export interface Sealer {
  /** `boundTo` is not inside, and has to be the same when it is opened. */
  seal(text: string, boundTo?: readonly string[]): string;
  /**
   * What is inside, and whether nobody changed it: what was changed may read as anything. Undefined where nothing can
   * be inside.
   */
  open(sealed: string, boundTo?: readonly string[]): { text: string; intact: boolean } | undefined;
}

/** The key is this purpose's own, and outlives the gateway with its state. */
export function createSealer({ state, random }: { state: State; random: Random }, purpose: string): Sealer {
  const shelf = state.shelf<string>('keys');
  const kept = shelf.get(purpose) ?? random.bytes(32).toString('base64');
  shelf.set(purpose, kept);
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(kept, 'base64'), '', purpose, 32));
  const bound = (to: readonly string[]) => Buffer.from(JSON.stringify(to));

  return {
    seal(text, boundTo = []) {
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(bound(boundTo));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed, boundTo = []) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= nonceBytes + tagBytes) return undefined;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAAD(bound(boundTo)).setAuthTag(bytes.subarray(-tagBytes));
      const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes)).toString('utf8');
      try {
        decipher.final();
      } catch {
        return { text, intact: false };
      }
      // Base64url has spellings that decode alike: one of them counts.
      return { text, intact: bytes.toString('base64url') === sealed };
    },
  };
}
