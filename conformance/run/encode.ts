import type { Exchange, Party, Run } from './model.ts';
import { visibleJson } from './visible.ts';

/**
 * A run as it is written to `run.json`, schema `openbell.run/2`: what repeats thousands of times in exchanges stands
 * once in a table, and exchanges speak of it by its place there.
 */
export interface EncodedRun extends Omit<Run, 'schema' | 'exchanges'>, EncodedExchanges {
  schema: 'openbell.run/2';
}

/** Exchanges with their tables. */
export interface EncodedExchanges {
  /** Every party, method, URL, name and value of a header, body and reason: once each. */
  texts: string[];
  /** Every header once: its name and its value, as places in `texts`. */
  headers: [name: number, value: number][];
  /** Every set of headers once, as places in `headers`. */
  headerSets: number[][];
  exchanges: EncodedExchange[];
}

/** Number, from, to, milliseconds, request, answer; then why no whole answer came. Words are places in `texts`. */
type EncodedExchange = [
  n: number,
  from: number,
  to: number,
  ms: number,
  request: EncodedRequest,
  response: EncodedResponse | null,
  failure?: number,
];
type EncodedRequest = [method: number, url: number, headers: number, body?: number];
type EncodedResponse = [status: number, headers: number, body?: number];

/** Gives each value the place where it first stood. */
function createTable<T>(keyOf: (value: T) => string): { values: T[]; place(value: T): number } {
  const values: T[] = [];
  const places = new Map<string, number>();
  const place = (value: T): number => {
    const key = keyOf(value);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, values.length);
    return values.push(value) - 1;
  };
  return { values, place };
}

/** Two formats hold the exchanges of a run. */
const known = new WeakMap<readonly Exchange[], EncodedExchanges>();

/** Exchanges with what repeats in tables; the same list is encoded once. */
export function encodeExchanges(exchanges: readonly Exchange[]): EncodedExchanges {
  const encoded = known.get(exchanges) ?? encode(exchanges);
  known.set(exchanges, encoded);
  return encoded;
}

function encode(exchanges: readonly Exchange[]): EncodedExchanges {
  const texts = createTable<string>((text) => text);
  const headers = createTable<[number, number]>(String);
  const headerSets = createTable<number[]>(String);
  const set = (all: Record<string, string>): number =>
    headerSets.place(
      Object.entries(all).map(([name, value]) => headers.place([texts.place(name), texts.place(value)])),
    );
  const body = (text: string | undefined): [] | [number] => (text === undefined ? [] : [texts.place(text)]);
  const encoded = exchanges.map(({ n, from, to, ms, request, response, failure }): EncodedExchange => {
    const sent: EncodedRequest = [
      texts.place(request.method),
      texts.place(request.url),
      set(request.headers),
      ...body(request.body),
    ];
    const answered: EncodedResponse | null = response
      ? [response.status, set(response.headers), ...body(response.body)]
      : null;
    return [n, texts.place(from), texts.place(to), ms, sent, answered, ...body(failure)];
  });
  return { texts: texts.values, headers: headers.values, headerSets: headerSets.values, exchanges: encoded };
}

/** The exchanges as they were. Every place is looked up: the schema cannot say that it is in the table. */
export function decodeExchanges({ texts, headers, headerSets, exchanges }: EncodedExchanges): Exchange[] {
  const text = (place: number): string => at(texts, place, 'texts');
  const header = (place: number): [string, string] => {
    const [name, value] = at(headers, place, 'headers');
    return [text(name), text(value)];
  };
  const set = (place: number): Record<string, string> =>
    Object.fromEntries(at(headerSets, place, 'headerSets').map(header));
  const party = (place: number): Party => {
    const name = text(place);
    if (!isParty(name)) throw new RangeError(`an exchange is with “${name}”, which is nobody`);
    return name;
  };
  const body = (place: number | undefined) => (place === undefined ? {} : { body: text(place) });
  return exchanges.map(([n, from, to, ms, [method, url, sent, asked], answered, failure]) => ({
    n,
    from: party(from),
    to: party(to),
    request: { method: text(method), url: text(url), headers: set(sent), ...body(asked) },
    ...(answered && { response: { status: answered[0], headers: set(answered[1]), ...body(answered[2]) } }),
    ...(failure === undefined ? {} : { failure: text(failure) }),
    ms,
  }));
}

const parties: readonly string[] = ['human', 'client', 'gateway', 'brokerage', 'harness'] satisfies Party[];
const isParty = (name: string): name is Party => parties.includes(name);

function at<T>(table: readonly T[], place: number, name: string): T {
  const found = table[place];
  if (found === undefined) throw new RangeError(`an exchange speaks of place ${place} in ${name}, which is not there`);
  return found;
}

/** The run as `run.json` holds it. */
export const encodeRun = ({ exchanges, ...run }: Run): EncodedRun => ({
  ...run,
  schema: 'openbell.run/2',
  ...encodeExchanges(exchanges),
});

/** The run as everything else knows it. `RangeError` where its tables have holes. */
export function decodeRun({ texts, headers, headerSets, exchanges, ...run }: EncodedRun): Run {
  return { ...run, schema: 'openbell.run/1', exchanges: decodeExchanges({ texts, headers, headerSets, exchanges }) };
}

/** One line of `run.json`. */
export const lineOf = (item: unknown): string => visibleJson(JSON.stringify(item));

/**
 * `run.json` in pieces: a line for each item of each list, which `grep` and `diff` can work with. `line` writes an item,
 * where somebody has written it before.
 */
export function* piecesOfRun(run: Run, line: (item: unknown) => string = lineOf): Generator<string> {
  let before = '{\n';
  for (const [name, value] of Object.entries(encodeRun(run))) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}: `;
    before = ',\n';
    if (!Array.isArray(value) || value.length === 0) yield line(value);
    else {
      for (const [n, item] of value.entries()) yield (n === 0 ? '[\n' : ',\n') + line(item);
      yield '\n]';
    }
  }
  yield '\n}\n';
}

/** `run.json` as one text. */
export const writeRun = (run: Run): string => [...piecesOfRun(run)].join('');
