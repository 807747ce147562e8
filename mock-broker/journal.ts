/** One trading or add-on request that the brokerage received. */
export interface JournalEntry {
  n: number;
  /** ISO 8601, from the broker's clock. */
  at: string;
  method: string;
  /** With the query, without secrets: the brokerage takes none there. */
  path: string;
  /** Account id, or null where the request named none or was not authenticated. */
  account: string | null;
  user: string | null;
  /** HTTP status of the answer; 0 when the connection was dropped without one. */
  status: number;
}

export interface Journal {
  entries(user?: string): JournalEntry[];
  add(entry: Omit<JournalEntry, 'n'>): void;
  reset(): void;
}

/** The list of requests received, in order of their answers. It only grows. */
export function createJournal(): Journal {
  let list: JournalEntry[] = [];
  return {
    entries: (user) => (user === undefined ? [...list] : list.filter((entry) => entry.user === user)),
    add(entry) {
      list.push({ n: list.length + 1, ...entry });
    },
    reset() {
      list = [];
    },
  };
}
