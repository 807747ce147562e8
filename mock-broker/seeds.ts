import type { Book } from './book/book.ts';
import type { Account } from './book/state.ts';
import type { User, Users } from './users.ts';

/** What every account starts with, in dollars: a paper account's. */
const openingCash = '100000';

/** What two of the seeded users hold, so that there is something to read. */
const seededPositions = [
  { symbol: 'AAPL', qty: '10', price: '250' },
  { symbol: 'MSFT', qty: '5', price: '380' },
];

/** The account's books, opened if it has none. */
export function openAccount(book: Book, user: User, id: string): Account {
  const known = book.state.accounts.get(id);
  if (known) return known;
  const number = user.accounts.find((account) => account.id === id)!.account_number;
  book.emit({ type: 'account_opened', account: id, number, cash: openingCash, at: book.now() });
  return book.state.accounts.get(id)!;
}

export function openAccounts(book: Book, user: User): void {
  for (const { id } of user.accounts) openAccount(book, user, id);
}

/** The books of the seeded users. */
export function seedBook(book: Book, users: Users): void {
  for (const user of users.all()) openAccounts(book, user);
  for (const email of ['trader@example.com', 'reader@example.com']) {
    const account = users.byEmail(email)!.accounts[0]!.id;
    for (const position of seededPositions) {
      book.emit({
        type: 'position_transferred',
        account,
        id: `${account}:${position.symbol}`,
        ...position,
        at: book.now(),
      });
    }
  }
}
