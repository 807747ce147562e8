/** One trading or add-on request that the brokerage received. */
export interface JournalEntry {
  n: number;
  /** ISO 8601, from the broker's clock. */
  at: string;
  method: string;
  /** With the query, without secrets: the brokerage takes none there. 500 characters at most. */
  path: string;
  /** Account id, or null where the request named none or was not authenticated. */
  account: string | null;
  user: string | null;
  /** HTTP status of the answer; 0 when the connection was dropped without one. */
  status: number;
}

export interface Journal {
  /** Those of a user are numbered among themselves: what others do meanwhile changes nothing of them. */
  entries(user?: string): JournalEntry[];
  add(entry: Omit<JournalEntry, 'n'>): void;
  reset(): void;
}

/** Strangers' requests count too, so an end to it is what keeps them from filling the memory. */
const mostEntries = 200_000;
const longestPath = 500;

/** A slice of a string keeps all of it in memory, a copy does not. */
const cut = (path: string): string =>
  path.length > longestPath ? Buffer.from(path.slice(0, longestPath)).toString() : path;

/** The requests received, in order of their answers: the last `most`, their paths cut at 500 characters. */
export function createJournal(most = mostEntries): Journal {
  // A ring: entry number n stands at n - 1 modulo `most`.
  let ring: JournalEntry[] = [];
  let count = 0;

  function inOrder(): JournalEntry[] {
    const oldest = count % most;
    return count <= most ? [...ring] : [...ring.slice(oldest), ...ring.slice(0, oldest)];
  }

  return {
    entries(user) {
      if (user === undefined) return inOrder();
      return inOrder()
        .filter((entry) => entry.user === user)
        .map((entry, index) => ({ ...entry, n: index + 1 }));
    },
    add(entry) {
      ring[count % most] = { n: count + 1, ...entry, path: cut(entry.path) };
      count += 1;
    },
    reset() {
      ring = [];
      count = 0;
    },
  };
}
