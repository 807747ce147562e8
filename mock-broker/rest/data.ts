import { type Book, quoteOf } from '../book/book.ts';
import { refusal } from '../errors.ts';
import { type Bar, bars, readTimeframe, startOfYesterday, type Timeframe } from '../market/bars.ts';
import { fromNewYork, toNewYork } from '../market/new-york.ts';
import { hash32 } from '../market/quotes.ts';
import { listingOf } from '../market/symbols.ts';
import { type Answer, type Call, ok, queryChoice, queryCount, queryInstant, queryText } from './call.ts';
import { instant } from './render.ts';

// The market data API writes prices as JSON numbers, unlike the trading API.
const number = (decimal: { toFixed(): string }): number => Number(decimal.toFixed());
const fromUnits = (units: number): number => units / 10_000;

function known(symbol: string): string {
  if (!listingOf(symbol)) throw refusal('notFound', `no market data found for ${symbol.slice(0, 20)}`);
  return symbol;
}

function symbolsOf(call: Call): string[] {
  const given = queryText(call, 'symbols');
  if (given === undefined) throw refusal('unprocessable', 'symbols is required');
  const symbols = [...new Set(given.split(','))];
  if (symbols.length > 100) throw refusal('unprocessable', 'symbols must name no more than 100');
  return symbols.map(known);
}

function quote(book: Book, symbol: string) {
  const now = quoteOf(book, symbol);
  return {
    t: instant(now.at),
    ax: 'V',
    ap: number(now.ask),
    as: now.askSize,
    bx: 'V',
    bp: number(now.bid),
    bs: now.bidSize,
    c: ['R'],
    z: 'C',
  };
}

function trade(book: Book, symbol: string) {
  const now = quoteOf(book, symbol);
  const i = hash32(`${symbol}:${now.at}`);
  return { t: instant(now.at), x: 'V', p: number(now.last), s: now.askSize * 100, c: ['@'], i, z: 'C' };
}

const renderBar = (bar: Bar) => ({
  t: new Date(bar.at).toISOString().replace('.000Z', 'Z'),
  o: fromUnits(bar.open),
  h: fromUnits(bar.high),
  l: fromUnits(bar.low),
  c: fromUnits(bar.close),
  v: bar.volume,
  n: bar.trades,
  vw: fromUnits(Math.round((bar.open + bar.high + bar.low + bar.close) / 4)),
});

const forAll = <T>(call: Call, one: (book: Book, symbol: string) => T): Record<string, T> =>
  Object.fromEntries(symbolsOf(call).map((symbol) => [symbol, one(call.book, symbol)]));

export const latestQuote = (call: Call): Answer =>
  ok({ symbol: known(call.params.symbol!), quote: quote(call.book, call.params.symbol!) });
export const latestQuotes = (call: Call): Answer => ok({ quotes: forAll(call, quote) });
export const latestTrade = (call: Call): Answer =>
  ok({ symbol: known(call.params.symbol!), trade: trade(call.book, call.params.symbol!) });
export const latestTrades = (call: Call): Answer => ok({ trades: forAll(call, trade) });

const longestDescending = 20_000;

interface Range {
  frame: Timeframe;
  start: number;
  end: number;
  descending: boolean;
}

function rangeOf(call: Call): Range {
  const frame = readTimeframe(queryText(call, 'timeframe') ?? '1Day');
  if (!frame) throw refusal('unprocessable', 'invalid timeframe: such as 1Min, 15Min, 1Hour, 1Day, 1Week');
  const now = call.book.now();
  const usual = 'days' in frame ? startOfYesterday(now) : fromNewYork(toNewYork(now).date, 0);
  const start = queryInstant(call, 'start') ?? usual;
  const end = Math.min(queryInstant(call, 'end') ?? now, now);
  return { frame, start, end, descending: queryChoice(call, 'sort', ['asc', 'desc']) === 'desc' };
}

/** The bars of a symbol in the order asked for. */
function* ordered(seed: string, symbol: string, range: Range): Generator<Bar> {
  const found = bars(seed, listingOf(symbol)!, range.frame, range.start, range.end);
  if (!range.descending) {
    yield* found;
    return;
  }
  const all: Bar[] = [];
  for (const bar of found) {
    if (all.push(bar) > longestDescending) throw refusal('unprocessable', 'the range is too long for sort=desc');
  }
  yield* all.reverse();
}

/** One page of bars over all symbols; `page_token` is `SYMBOL|INSTANT` of the last bar seen. */
function barsPage(call: Call, symbols: string[]) {
  const range = rangeOf(call);
  const limit = queryCount(call, 'limit', 1000, 10_000);
  const [fromSymbol, fromAt] = (queryText(call, 'page_token') ?? '').split('|');
  const page: [string, Bar][] = [];
  for (const symbol of symbols.slice(Math.max(0, symbols.indexOf(fromSymbol!)))) {
    for (const bar of ordered(call.book.seed, symbol, range)) {
      const seen = symbol === fromSymbol && (range.descending ? bar.at >= Number(fromAt) : bar.at <= Number(fromAt));
      if (seen) continue;
      if (page.length === limit) {
        const [last, { at }] = page.at(-1)!;
        return { page, next_page_token: `${last}|${at}` };
      }
      page.push([symbol, bar]);
    }
  }
  return { page, next_page_token: null };
}

export function symbolBars(call: Call): Answer {
  const symbol = known(call.params.symbol!);
  const { page, next_page_token } = barsPage(call, [symbol]);
  return ok({ symbol, bars: page.map(([, bar]) => renderBar(bar)), next_page_token });
}

export function manyBars(call: Call): Answer {
  const { page, next_page_token } = barsPage(call, symbolsOf(call));
  const grouped: Record<string, unknown[]> = {};
  for (const [symbol, bar] of page) {
    grouped[symbol] ??= [];
    grouped[symbol].push(renderBar(bar));
  }
  return ok({ bars: grouped, next_page_token });
}

function snapshot(book: Book, symbol: string) {
  const listing = listingOf(symbol)!;
  const now = book.now();
  const days = [...bars(book.seed, listing, { days: 1 }, startOfYesterday(now), now)].map(renderBar);
  const minutes = [...bars(book.seed, listing, { minutes: 1 }, now - 10 * 60_000, now)].map(renderBar);
  return {
    latestTrade: trade(book, symbol),
    latestQuote: quote(book, symbol),
    minuteBar: minutes.at(-1) ?? null,
    dailyBar: days.at(-1) ?? null,
    prevDailyBar: days.at(-2) ?? null,
  };
}

export const symbolSnapshot = (call: Call): Answer =>
  ok({ symbol: known(call.params.symbol!), ...snapshot(call.book, call.params.symbol!) });
export const snapshots = (call: Call): Answer => ok(forAll(call, snapshot));
