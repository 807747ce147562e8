import type { GatewayContext } from '../context.ts';

/** Which limit a call is over, and in how many seconds there is room again. */
export interface OverTheWindow {
  limit: number;
  trades: boolean;
  retryAfter: number;
}

export type Windows = ReturnType<typeof createWindows>;

const windowMs = 60_000;

/** CN-8: so many calls of a user in any sixty seconds, and fewer of tools that trade. Refused calls do not count. */
export function createWindows({ behaviours, clock, settings }: GatewayContext) {
  const limits = { all: settings.callsPerMinute, trade: settings.tradeCallsPerMinute };
  let calls = new Map<string, number[]>();

  /** The calls that still count, the oldest first; what is older is forgotten, so that a call costs no more after many. */
  function recent(key: string): number[] {
    const known = calls.get(key) ?? [];
    const now = clock.now();
    const first = known.findIndex((at) => now < at + windowMs);
    known.splice(0, first < 0 ? known.length : first);
    return known;
  }

  function take(user: string, trades: boolean): OverTheWindow | undefined {
    const windows = behaviours.windowsOfACall(trades).map((name) => ({ name, key: `${name} ${user}` }));
    for (const { name, key } of windows) {
      const known = recent(key);
      if (behaviours.windowHasRoom(known.length, limits[name])) continue;
      const free = known.at(-limits[name])! + windowMs;
      return {
        limit: limits[name],
        trades: name === 'trade',
        retryAfter: Math.max(1, Math.ceil((free - clock.now()) / 1000)),
      };
    }
    for (const { key } of windows) {
      const known = recent(key);
      known.push(clock.now());
      calls.set(key, known);
    }
    if (calls.size > 10_000) calls = new Map([...calls].filter(([key]) => recent(key).length > 0));
    return undefined;
  }

  return { take, clear: () => calls.clear() };
}
