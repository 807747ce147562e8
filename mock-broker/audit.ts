import { createHash } from 'node:crypto';
import type { Book } from './book/book.ts';
import type { BookEvent } from './book/events.ts';

/** One link of the chain: what happened, and the hash of it and of everything before. */
export interface AuditEntry {
  n: number;
  /** ISO 8601. */
  at: string;
  /** Who asked for it; null for the market. */
  by: string | null;
  account: string | null;
  order: string | null;
  event: BookEvent;
  previous: string;
  /** SHA-256 over `previous` and the event's JSON, as hex. */
  hash: string;
}

/** How many entries there are, and the hash of the last. */
export interface AuditHead {
  length: number;
  hash: string;
}

export interface Audit {
  entries(filter?: { account?: string | undefined; order?: string | undefined }): AuditEntry[];
  /** Where the chain ends: told to whoever asks, so that a tail that is cut off later is noticed. */
  head(): AuditHead;
  /**
   * The number of the first entry that does not fit the one before, or is missing; null where the chain is whole. A head
   * that somebody was told earlier is checked as well.
   */
  broken(told?: AuditHead): number | null;
  reset(): void;
}

const start = '0'.repeat(64);

const link = (previous: string, event: BookEvent): string =>
  createHash('sha256').update(previous).update(JSON.stringify(event)).digest('hex');

const orderIdOf = (event: BookEvent): string | null =>
  event.type === 'order_placed' ? event.order.id : 'order' in event ? event.order : null;

/** Keeps a hash for each event of a book, as it happens. The events are the book's own. */
export function createAudit(book: Book): Audit {
  let hashes: string[] = [];
  let length = 0;
  book.onEvent((event) => {
    hashes.push(link(hashes.at(-1) ?? start, event));
    length++;
  });
  const accountOf = (event: BookEvent, order: string | null): string | null => {
    if (order !== null) return book.state.orders.get(order)?.account ?? null;
    return 'account' in event ? event.account : null;
  };
  const entry = (event: BookEvent, index: number): AuditEntry => {
    const order = orderIdOf(event);
    return {
      n: index + 1,
      at: new Date(event.at).toISOString(),
      by: event.by ?? null,
      account: accountOf(event, order),
      order,
      event,
      previous: hashes[index - 1] ?? start,
      hash: hashes[index]!,
    };
  };
  return {
    entries: ({ account, order } = {}) =>
      book.events
        .map(entry)
        .filter(
          (one) => (account === undefined || one.account === account) && (order === undefined || one.order === order),
        ),
    head: () => ({ length, hash: hashes[length - 1] ?? start }),
    broken(told) {
      const at = book.events.findIndex((event, index) => link(hashes[index - 1] ?? start, event) !== hashes[index]);
      if (at >= 0) return at + 1;
      if (book.events.length < length) return book.events.length + 1;
      if (told && (hashes[told.length - 1] ?? start) !== told.hash) return Math.min(told.length, length + 1);
      return null;
    },
    reset() {
      hashes = [];
      length = 0;
    },
  };
}
