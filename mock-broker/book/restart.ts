import { type Book, replay } from './book.ts';
import { finishCancel } from './cancel.ts';
import { awaitPauseEnd } from './halts.ts';
import { orderIn } from './lifecycle.ts';
import { exchangeAnswers } from './place.ts';
import { replacementAnswered } from './replace.ts';

/** What a crash and a start do: state comes back from the events, and what the exchange owed is awaited again. */
export function restartBook(book: Book): void {
  book.forgetPending();
  book.state = replay(book.events);
  for (const [symbol, until] of book.state.paused) awaitPauseEnd(book, symbol, until);
  for (const ids of [...book.state.working.values()]) {
    for (const id of [...ids]) {
      const order = orderIn(book, id);
      const replaces = order.replaces !== null && orderIn(book, order.replaces).status === 'pending_replace';
      if (order.status === 'pending_cancel') book.later(() => finishCancel(book, order));
      else if (order.status === 'pending_new' && replaces) replacementAnswered(book, order);
      else if (order.status === 'pending_new') exchangeAnswers(book, order);
    }
  }
}
