/** Tells open sessions and streams of a user that something may read otherwise now. */
export interface News {
  /** Runs at each news for this user; returns a function that forgets it. */
  follow(userId: string, run: (uris: readonly string[]) => void): () => void;
  tell(userId: string, uris: readonly string[]): void;
}

export function createNews(): News {
  const followers = new Map<string, Set<(uris: readonly string[]) => void>>();
  return {
    follow(userId, run) {
      const runs = followers.get(userId) ?? new Set();
      followers.set(userId, runs.add(run));
      return () => {
        runs.delete(run);
        if (runs.size === 0 && followers.get(userId) === runs) followers.delete(userId);
      };
    },
    tell(userId, uris) {
      for (const run of followers.get(userId) ?? []) run(uris);
    },
  };
}
