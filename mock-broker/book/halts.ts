import type { Book } from './book.ts';
import { matchSymbol } from './lifecycle.ts';

export function resumeSymbol(book: Book, symbol: string): void {
  book.emit({ type: 'symbol_resumed', symbol, at: book.now() });
  matchSymbol(book, symbol);
}

/** Lets a paused symbol trade again when its time has come, unless it was halted, resumed or paused anew before. */
export function awaitPauseEnd(book: Book, symbol: string, until: number): void {
  book.at(until, () => {
    if (book.state.paused.get(symbol) === until) resumeSymbol(book, symbol);
  });
}

/** A pause for the price band ends by itself. */
export function pauseSymbol(book: Book, symbol: string, seconds: number): void {
  const until = book.now() + seconds * 1000;
  book.emit({ type: 'symbol_halted', symbol, reason: 'price_band', until, at: book.now() });
  awaitPauseEnd(book, symbol, until);
}
