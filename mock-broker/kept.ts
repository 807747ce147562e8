import type { RequestHandler } from 'express';
import type { Book } from './book/book.ts';
import type { BookEvent } from './book/events.ts';
import { restartBook } from './book/restart.ts';
import type { BrokerContext } from './context.ts';
import type { BrokerState } from './kept-secret.ts';
import { type KeptOAuth, keepOAuth, oauthState, openOAuth } from './oauth/state.ts';
import type { KeptUsers } from './users.ts';

/** What happened to the books, as it happened; people and what they allowed, whenever it has changed. */
export interface Kept {
  /** Puts the books together again; false where nothing was kept. */
  openBook(): boolean;
  openPeople(): void;
  /** Keeps each event from now on. */
  follow(): void;
  /** Before an answer leaves, what it promises is kept. */
  beforeAnswers: RequestHandler;
  forget(): void;
}

/** Events sort by their number as text. */
const keyOf = (n: number): string => String(n).padStart(12, '0');

export function createKept(state: BrokerState, context: BrokerContext, book: Book): Kept {
  const events = state.shelf<BookEvent>('events');
  const people = state.shelf<{ users: KeptUsers; oauth: KeptOAuth }>('people');
  let count = 0;
  let saved = '';

  function save(): void {
    const now = { users: context.users.keep(), oauth: keepOAuth(oauthState(context)) };
    const text = JSON.stringify(now);
    if (text === saved) return;
    people.set('all', now);
    saved = text;
  }

  return {
    openBook() {
      const kept = events.entries().sort(([a], [b]) => (a < b ? -1 : 1));
      count = kept.length;
      if (count === 0) return false;
      book.events = kept.map(([, event]) => event);
      restartBook(book);
      return true;
    },
    openPeople() {
      const kept = people.get('all');
      if (!kept) return;
      context.users.open(kept.users);
      openOAuth(oauthState(context), kept.oauth);
    },
    follow() {
      book.onEvent((event) => events.set(keyOf(count++), event));
    },
    beforeAnswers(req, res, next) {
      // The trading API changes the books alone.
      if (/^\/(v[123]|addon)\//.test(req.path)) return next();
      const end = res.end;
      res.end = ((...args: unknown[]) => {
        save();
        return (end as (...all: unknown[]) => typeof res).apply(res, args);
      }) as typeof res.end;
      next();
    },
    forget() {
      for (const [key] of events.entries()) events.delete(key);
      people.delete('all');
      count = 0;
      saved = '';
    },
  };
}
