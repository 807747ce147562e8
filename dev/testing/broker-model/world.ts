import type { Book } from '../../../mock-broker/book/book.ts';
import type { Account } from '../../../mock-broker/book/state.ts';
import type { VirtualClock } from '../../../mock-broker/clock.ts';

export interface World {
  book: Book;
  clock: VirtualClock;
  account: Account;
}
