import type { JWK } from 'jose';
import type { Clock } from '../../mock-broker/clock.ts';
import { UpstreamUnavailable } from '../upstream/upstream-gone.ts';

/** The brokerage's public keys, fetched when needed. */
export interface BrokerageKeys {
  /** Undefined when the brokerage has no such key. Rejects when it cannot be asked. */
  find(kid: string | undefined): Promise<JWK | undefined>;
  forget(): void;
}

const keepMs = 600_000;
/** A stranger's made-up key ids cannot make the gateway ask more often than this. */
const fetchesPerMinute = 5;

export function createBrokerageKeys(clock: Clock, fetchKeys: () => Promise<unknown>): BrokerageKeys {
  let keys: JWK[] = [];
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let recent: number[] = [];

  async function refetch(): Promise<void> {
    const now = clock.now();
    recent = recent.filter((at) => now < at + 60_000);
    if (recent.length >= fetchesPerMinute) return;
    recent.push(now);
    const answer = (await fetchKeys()) as { keys?: JWK[] } | undefined;
    if (!Array.isArray(answer?.keys)) throw new UpstreamUnavailable('the brokerage published no keys');
    keys = answer.keys;
    fetchedAt = now;
  }

  const among = (kid: string | undefined) => keys.find((key) => key.kid === kid);
  return {
    async find(kid) {
      if (!among(kid) || clock.now() >= fetchedAt + keepMs) await refetch();
      return among(kid);
    },
    forget() {
      keys = [];
      recent = [];
    },
  };
}
