import type { Clock } from '../clock.ts';

export interface RateLimit {
  /** Counts one request; `allowed` tells whether it was within the limit. */
  take(key: string, allows: (used: number, limit: number) => boolean): Window;
  /** What stands without counting. */
  peek(key: string): Window;
  reset(): void;
}

export interface Window {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Unix seconds at which the window ends. */
  resetAt: number;
}

const minute = 60_000;

/** `limit` requests in each minute of the clock, by key; 0 for no limit. */
export function createRateLimit(clock: Clock, limit: number): RateLimit {
  const used = new Map<string, { minute: number; count: number }>();
  const windowOf = (key: string) => {
    const now = Math.floor(clock.now() / minute);
    const window = used.get(key);
    return window?.minute === now ? window : { minute: now, count: 0 };
  };
  const describe = (window: { minute: number; count: number }, allowed: boolean): Window => ({
    allowed,
    limit,
    remaining: Math.max(0, limit - window.count),
    resetAt: ((window.minute + 1) * minute) / 1000,
  });
  return {
    take(key, allows) {
      const window = windowOf(key);
      const allowed = limit === 0 || allows(window.count, limit);
      if (allowed) window.count += 1;
      used.set(key, window);
      return describe(window, allowed);
    },
    peek: (key) => describe(windowOf(key), true),
    reset: () => used.clear(),
  };
}
