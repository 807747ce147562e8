import type { GatewayContext } from '../context.ts';
import { type Answer, problem } from './answer.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Token buckets: `burst` calls at once, refilled at `callsPerMinute`. The modelled products document none: our choice. */
export function createLimit({ behaviours, clock, settings }: GatewayContext) {
  const buckets = new Map<string, Bucket>();
  const perMs = settings.callsPerMinute / 60_000;

  /** Takes one call from the bucket of `key`, or says when there will be one. */
  function take(key: string): Answer | undefined {
    const now = clock.now();
    const bucket = buckets.get(key) ?? { tokens: settings.burst, filledAt: now };
    bucket.tokens = Math.min(settings.burst, bucket.tokens + (now - bucket.filledAt) * perMs);
    bucket.filledAt = now;
    buckets.set(key, bucket);
    if (buckets.size > 10_000) forgetFullBuckets(now);
    if (behaviours.bucketHasRoom(bucket.tokens)) {
      bucket.tokens -= 1;
      return undefined;
    }
    return tooMany((1 - bucket.tokens) / perMs / 1000);
  }

  function tooMany(seconds: number): Answer {
    const retryAfter = behaviours.retryAfterIsSent(seconds);
    const rate = `${settings.callsPerMinute} calls a minute and ${settings.burst} at once`;
    const description = `Too many calls: a user has ${rate}. Try again in ${Math.max(1, Math.ceil(seconds))} s.`;
    const headers = retryAfter === undefined ? undefined : { 'retry-after': retryAfter };
    return problem(behaviours.overTheLimitIs429(), 'rate_limit_exceeded', description, headers);
  }

  function forgetFullBuckets(now: number): void {
    const full = settings.burst / perMs;
    for (const [key, bucket] of buckets) if (now - bucket.filledAt >= full) buckets.delete(key);
  }

  return { take, clear: () => buckets.clear() };
}

export type Limit = ReturnType<typeof createLimit>;
