import Big from 'big.js';
import { Router } from 'express';
import { z } from 'zod';
import { type Book, isEasyToBorrow, phaseOf, quoteOf } from '../book/book.ts';
import { pauseSymbol, resumeSymbol } from '../book/halts.ts';
import { matchSymbol } from '../book/lifecycle.ts';
import { restartBook } from '../book/restart.ts';
import { tick } from '../book/ticks.ts';
import { refusal } from '../errors.ts';
import { listingOf } from '../market/symbols.ts';
import { read } from './read.ts';

const marketBody = z.strictObject({
  open: z.boolean().nullable().optional(),
  latency_ms: z.number().int().min(0).max(3_600_000).optional(),
  rule_set: z.enum(['intraday_margin', 'legacy_pdt']).optional(),
});

const price = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'must be a price as a string, such as "101.25"');

const symbolBody = z.strictObject({
  halted: z.boolean().optional(),
  pause_seconds: z.number().int().min(1).max(86_400).optional(),
  quote: z.strictObject({ bid: price, ask: price }).nullable().optional(),
  frozen: z.boolean().optional(),
  easy_to_borrow: z.boolean().optional(),
});

type SymbolOrder = z.infer<typeof symbolBody>;

function showMarket(book: Book) {
  const { halted, quotes, forced } = book.state;
  return {
    now: new Date(book.now()).toISOString(),
    phase: phaseOf(book),
    forced,
    latency_ms: book.settings.latencyMs,
    rule_set: book.settings.ruleSet,
    halted: Object.fromEntries(halted),
    quotes: Object.fromEntries(
      [...quotes].map(([symbol, { bid, ask }]) => [symbol, { bid: bid.toFixed(), ask: ask.toFixed() }]),
    ),
  };
}

function showSymbol(book: Book, symbol: string) {
  const { bid, ask, last } = quoteOf(book, symbol);
  return {
    symbol,
    halted: book.state.halted.get(symbol) ?? null,
    easy_to_borrow: isEasyToBorrow(book, symbol),
    frozen: book.state.quotes.has(symbol),
    bid: bid.toFixed(),
    ask: ask.toFixed(),
    last: last.toFixed(),
  };
}

function setQuote(book: Book, symbol: string, { quote, frozen }: SymbolOrder): void {
  if (quote) {
    if (new Big(quote.bid).gt(quote.ask)) throw refusal('unprocessable', 'quote: bid must be no more than ask');
    if (new Big(quote.ask).lte(0)) throw refusal('unprocessable', 'quote: ask must be more than 0');
    book.emit({ type: 'quote_set', symbol, ...quote, at: book.now() });
  } else if (frozen) {
    const { bid, ask } = quoteOf(book, symbol);
    book.emit({ type: 'quote_set', symbol, bid: bid.toFixed(), ask: ask.toFixed(), at: book.now() });
  } else if (quote === null || frozen === false) {
    book.emit({ type: 'quote_released', symbol, at: book.now() });
  }
}

function halt(book: Book, symbol: string, { halted, pause_seconds }: SymbolOrder): void {
  if (pause_seconds !== undefined) pauseSymbol(book, symbol, pause_seconds);
  else if (halted) book.emit({ type: 'symbol_halted', symbol, reason: 'halt', at: book.now() });
  else if (halted === false) resumeSymbol(book, symbol);
}

/** Tells the market what to do: open, close, halt, pause, quote; and the exchange how long it takes to answer. */
export function createMarketHooks(book: Book): Router {
  const router = Router();
  router.get('/market', (_req, res) => {
    res.json(showMarket(book));
  });
  router.post('/market', (req, res) => {
    const { open, latency_ms, rule_set } = read(marketBody, req.body);
    if (latency_ms !== undefined) book.settings.latencyMs = latency_ms;
    if (rule_set !== undefined) book.settings.ruleSet = rule_set;
    if (open !== undefined) {
      book.emit({ type: 'market_forced', open, at: book.now() });
      tick(book);
    }
    res.json(showMarket(book));
  });
  router.post('/market/symbols/:symbol', (req, res) => {
    const { symbol } = req.params;
    if (!listingOf(symbol)) throw refusal('notFound', `no asset has the symbol ${symbol.slice(0, 20)}`);
    const order = read(symbolBody, req.body);
    setQuote(book, symbol, order);
    const easy = order.easy_to_borrow;
    if (easy !== undefined) book.emit({ type: 'borrowing_set', symbol, easy, at: book.now() });
    halt(book, symbol, order);
    matchSymbol(book, symbol);
    res.json(showSymbol(book, symbol));
  });
  router.post('/restart', (_req, res) => {
    restartBook(book);
    res.json({ restarted: true, events: book.events.length });
  });
  return router;
}
