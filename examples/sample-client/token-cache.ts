/** Time, as tests move it. */
export interface Clock {
  now(): number;
}

export interface MintedToken {
  token: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** A token with less than this left is not used any more: a call may take a while, and clocks differ. */
const leastLeftMs = 5 * 60_000;

/** One token for each user, on the server and nowhere else. Whoever asks while one is minted waits for that one. */
export function createTokenCache(clock: Clock, mint: (user: string) => Promise<MintedToken>) {
  const kept = new Map<string, MintedToken>();
  const underWay = new Map<string, Promise<string>>();

  async function renew(user: string): Promise<string> {
    try {
      const minted = await mint(user);
      kept.set(user, minted);
      return minted.token;
    } finally {
      underWay.delete(user);
    }
  }

  return {
    tokenOf(user: string): Promise<string> {
      const known = kept.get(user);
      if (known && known.expiresAt - clock.now() >= leastLeftMs) return Promise.resolve(known.token);
      const running = underWay.get(user) ?? renew(user);
      underWay.set(user, running);
      return running;
    },
    /** The gateway refused this token. One that was minted since stays. */
    drop(user: string, token: string): void {
      if (kept.get(user)?.token === token) kept.delete(user);
    },
  };
}

export type TokenCache = ReturnType<typeof createTokenCache>;
