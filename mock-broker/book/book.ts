import type { BrokerBehaviours } from '../behaviours.ts';
import type { Clock } from '../clock.ts';
import { type Phase, phaseAt } from '../market/calendar.ts';
import { type Quote, seededQuote } from '../market/quotes.ts';
import { listingOf } from '../market/symbols.ts';
import type { Random } from '../random.ts';
import { apply } from './apply.ts';
import type { BookEvent } from './events.ts';
import { type BookState, emptyState } from './state.ts';

export interface BookOptions {
  clock: Clock;
  random: Random;
  behaviours: BrokerBehaviours;
  /** Decides the price walk and which fills are partial. */
  seed?: string;
  ruleSet?: RuleSet;
}

/** The margin rule since June 2026, or the day-trading rule before it (`brokerage.md` D2). */
export type RuleSet = 'intraday_margin' | 'legacy_pdt';

/** How the brokerage is told to behave; not part of what happened. */
export interface BookSettings {
  ruleSet: RuleSet;
  /** Milliseconds until the exchange answers a new order, a cancel or a replace; 0 answers at once. */
  latencyMs: number;
}

/** The state, the events it came from, and what decides the next ones. */
export interface Book {
  readonly seed: string;
  readonly behaviours: BrokerBehaviours;
  state: BookState;
  events: BookEvent[];
  settings: BookSettings;
  /** Who asks for what is being done now; undefined for the market. */
  actor: string | undefined;
  now(): number;
  newId(): string;
  /** Does something in the name of who asked for it. */
  asActor<T>(actor: string | undefined, run: () => T): T;
  /** Runs when the exchange has had its time to answer. */
  later(run: () => void): void;
  /** Runs at an instant of the clock, unless the book is reset or restarted before. */
  at(instant: number, run: () => void): void;
  /** Forgets what was to run later. */
  forgetPending(): void;
  /** Appends an event and applies it. */
  emit(event: BookEvent): void;
  /** Calls `listener` after each event; returns a function that ends that. */
  onEvent(listener: (event: BookEvent) => void): () => void;
  reset(): void;
}

export function createBook(options: BookOptions): Book {
  const listeners = new Set<(event: BookEvent) => void>();
  const pending = new Set<() => void>();
  const settings = (): BookSettings => ({ ruleSet: options.ruleSet ?? 'intraday_margin', latencyMs: 0 });
  const book: Book = {
    seed: options.seed ?? 'openbell',
    behaviours: options.behaviours,
    state: emptyState(),
    events: [],
    settings: settings(),
    actor: undefined,
    now: () => options.clock.now(),
    newId: () => options.random.uuid(),
    asActor(actor, run) {
      const before = book.actor;
      book.actor = actor;
      try {
        return run();
      } finally {
        book.actor = before;
      }
    },
    later(run) {
      if (book.settings.latencyMs === 0) run();
      else book.at(book.now() + book.settings.latencyMs, run);
    },
    at(instant, run) {
      const cancel = options.clock.schedule(instant, () => {
        pending.delete(cancel);
        book.asActor(undefined, run);
      });
      pending.add(cancel);
    },
    forgetPending() {
      for (const cancel of pending) cancel();
      pending.clear();
    },
    emit(event) {
      if (book.actor !== undefined) event.by = book.actor;
      book.events.push(event);
      apply(book.state, event);
      for (const listener of listeners) listener(event);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reset() {
      book.forgetPending();
      book.settings = settings();
      book.state = emptyState();
      book.events = [];
    },
  };
  return book;
}

/** The state that a list of events leads to. */
export const replay = (events: readonly BookEvent[]): BookState => events.reduce(apply, emptyState());

/** The quote of a listed symbol now: what was set over the hooks, else the seeded one. */
export function quoteOf(book: Book, symbol: string): Quote {
  const set = book.state.quotes.get(symbol);
  const at = book.now();
  const seeded = cachedQuote(book.seed, symbol, at);
  if (!set) return seeded;
  const last = set.bid.plus(set.ask).div(2).round(4);
  return { ...seeded, bid: set.bid, ask: set.ask, last, at: set.at };
}

const cache = new Map<string, { minute: number; quote: Quote }>();

/** The walk is a pure function of the minute, so that one entry a symbol is enough. */
function cachedQuote(seed: string, symbol: string, at: number): Quote {
  const minute = Math.floor(at / 60_000);
  const key = `${seed}:${symbol}`;
  const hit = cache.get(key);
  if (hit?.minute === minute) return hit.quote;
  const quote = seededQuote(seed, listingOf(symbol)!, at);
  cache.set(key, { minute, quote });
  return quote;
}

/** Whether a listed symbol can be borrowed easily, as listed or as told. */
export const isEasyToBorrow = (book: Book, symbol: string): boolean =>
  book.state.borrowing.get(symbol) ?? listingOf(symbol)!.easyToBorrow;

/** The part of the trading day, or what the market was told to be. */
export function phaseOf(book: Book, at = book.now()): Phase {
  if (book.state.forced !== null) return book.state.forced ? 'core' : 'closed';
  return phaseAt(at);
}
