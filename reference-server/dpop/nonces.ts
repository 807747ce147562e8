import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../mock-broker/clock.ts';

/** Values of the gateway's own that proofs hold (RFC 9449 §8): made from the time, so that none is kept. */
export interface Nonces {
  current(): string;
  isGood(nonce: unknown): boolean;
}

/** Each is good for five to ten minutes. */
const turnMs = 300_000;

/** In constant time: a nonce that can be guessed letter by letter is none. */
const isSame = (given: string, own: string): boolean =>
  timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', own, 'buffer'));

export function createNonces(clock: Clock, secret: Buffer): Nonces {
  const of = (turn: number) => createHmac('sha256', secret).update(String(turn)).digest('base64url');
  const turn = () => Math.floor(clock.now() / turnMs);
  return {
    current: () => of(turn()),
    isGood: (nonce) => typeof nonce === 'string' && [turn(), turn() - 1].some((one) => isSame(nonce, of(one))),
  };
}
