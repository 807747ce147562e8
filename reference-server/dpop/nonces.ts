import { createHmac } from 'node:crypto';
import type { Clock } from '../../mock-broker/clock.ts';

/** Values of the gateway's own that proofs hold (RFC 9449 §8): made from the time, so that none is kept. */
export interface Nonces {
  current(): string;
  isGood(nonce: unknown): boolean;
}

/** Each is good for five to ten minutes. */
const turnMs = 300_000;

export function createNonces(clock: Clock, secret: Buffer): Nonces {
  const of = (turn: number) => createHmac('sha256', secret).update(String(turn)).digest('base64url');
  const turn = () => Math.floor(clock.now() / turnMs);
  return {
    current: () => of(turn()),
    isGood: (nonce) => nonce === of(turn()) || nonce === of(turn() - 1),
  };
}
