/** Tells open sessions and streams that something is otherwise now. */
export interface News<Told> {
  /** Runs at each news of this subject; returns a function that forgets it. */
  follow(subject: string, run: (told: Told) => void): () => void;
  tell(subject: string, told: Told): void;
}

export function createNews<Told>(): News<Told> {
  const followers = new Map<string, Set<(told: Told) => void>>();
  return {
    follow(subject, run) {
      const runs = followers.get(subject) ?? new Set();
      followers.set(subject, runs.add(run));
      return () => {
        runs.delete(run);
        if (runs.size === 0 && followers.get(subject) === runs) followers.delete(subject);
      };
    },
    tell(subject, told) {
      for (const run of followers.get(subject) ?? []) run(told);
    },
  };
}
