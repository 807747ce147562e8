import { InvalidArgumentError, Option } from 'commander';
import { nearest } from '../help/nearest.ts';
import { PROFILE_IDS } from '../profiles/index.ts';
import { ERAS, type Era } from '../vocabulary/era.ts';

// Options that several commands take, and what their words are read by.

const SIGN_INS = ['form', 'browser', 'person'] as const;
const DEPTHS = ['public', 'full'] as const;

/** A parser for one of a few words, with a hint at the nearest. Shells complete its `words`. */
export function oneOf<T extends string>(words: readonly T[]) {
  const parse = (word: string): T => {
    if ((words as readonly string[]).includes(word)) return word as T;
    const near = nearest(word, words);
    throw new InvalidArgumentError(near ? `Did you mean “${near}”?` : `Known are ${words.join(', ')}.`);
  };
  return Object.assign(parse, { words });
}

const collect =
  <T>(parse: (word: string) => T) =>
  (word: string, before: T[] | undefined): T[] => [...(before ?? []), parse(word)];

export const words = collect((list: string) => list);

export function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

export function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

export function time(text: string): string {
  if (/^\d+(s|m|h)$/.test(text)) return text;
  throw new InvalidArgumentError('Give a time such as 90s, 10m or 1h.');
}

export function instant(text: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  throw new InvalidArgumentError('Give an ISO 8601 instant, such as 2026-11-17T15:00:00Z.');
}

export function httpOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash) return url.origin;
  throw new InvalidArgumentError('Give scheme, host and port only, such as https://gateway.example.com.');
}

export const origins = collect(httpOrigin);

export const profileOption = (says: string, ids: readonly string[] = PROFILE_IDS) =>
  new Option('--profile <id>', says).argParser(oneOf(ids));
/** Dates look alike: all there are say more than the nearest. */
export function era(date: string): Era {
  const found = ERAS.find((one) => one === date);
  if (found) return found;
  throw new InvalidArgumentError(`Known are ${ERAS.join(', ')}.`);
}

export const eraOption = () =>
  new Option('--era <date>', 'a revision of MCP to grade, such as 2026-07-28; repeatable').argParser(collect(era));
export const outOption = () => new Option('--out <dir>', 'where results go (default: openbell-report)');
export const reporterOption = () =>
  new Option(
    '--reporter <list>',
    'formats to write, by comma: json, html, junit, summary, table, sarif, ctrf, badge, gitlab, github, azure, teamcity, or a module such as ./mine.js',
  );
export const jsonOption = (says = 'print the run as JSON and nothing else') => new Option('--json', says);
export const onlyOption = () =>
  new Option(
    '--only <pattern>',
    'grade only this check, scenario or exercise; * stands for anything; repeatable',
  ).argParser(words);
export const skipOption = () => new Option('--skip <pattern>', 'leave this out; repeatable').argParser(words);
export const configOption = () =>
  new Option('--config <file>', 'configuration (default: openbell.yaml, where there is one)');

export const caOption = () => new Option('--ca <file>', 'certificates in PEM that are trusted besides the usual');
export const tokenOption = () =>
  new Option('--token-env <name>', 'the environment variable that holds an access token');

/** What is at hand for a target, over what the configuration says. */
export const meansOptions = (): Option[] => [
  tokenOption(),
  caOption(),
  new Option('--allow-orders', 'call the tool that trades: needs “paper_account” in the configuration'),
  new Option('--max-orders <n>', 'how many calls may be made of a tool that may place an order').argParser(wholeNumber),
  new Option('--max-registrations <n>', 'how many clients may be registered').argParser(wholeNumber),
  new Option('--patience <time>', 'how long to wait for what expires, such as 10m').argParser(time),
];
export const strictOption = () => new Option('--strict', 'warnings count as failures');
export const depthOption = () =>
  new Option('--depth <how>', 'public: only what needs no user; full: everything (the default)').argParser(
    oneOf(DEPTHS),
  );

function part(text: string): number {
  const number = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== '' && number > 0 && number <= 1) return number;
  throw new InvalidArgumentError('Give a part of the whole, such as 0.5 or 50%.');
}

export const minJudgedOption = () =>
  new Option(
    '--min-judged <part>',
    'how much of what applies has to be judged in each era, such as 0.5 or 50% (default: two thirds)',
  ).argParser(part);

export const userAgentOption = () =>
  new Option(
    '--user-agent <kind>',
    'who signs in: form (HTML forms over HTTP), browser (a Chromium), person (a window, and you)',
  ).argParser(oneOf(SIGN_INS));

const FAIL_ON = ['new'] as const;
export const failOnOption = () =>
  new Option('--fail-on <what>', 'new: only what did not fail before is a failure').argParser(oneOf(FAIL_ON));

function shard(text: string): { index: number; of: number } {
  const [index, of] = text.split('/').map(Number) as [number, number];
  if (/^\d{1,3}\/\d{1,3}$/.test(text) && index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError('Give a part of so many, such as 2/5.');
}

function someText(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Give any text, such as monday.');
}

/** What a run draws from, where it is to be repeated. */
export const seedOption = () =>
  new Option(
    '--seed <text>',
    'one check after another, drawing from this: two such runs are equal but for durations',
  ).argParser(someText);

export const shardOption = () =>
  new Option('--shard <i/n>', 'grade one part of n; “openbell report” puts them together').argParser(shard);

/** What a run is held against. */
export const gateOptions = (): Option[] => [
  new Option('--baseline <file>', 'failures that are known; one that passes again, or has expired, fails'),
  new Option('--write-baseline [file]', 'write the baseline that this run needs (default: openbell.baseline.yaml)'),
  new Option('--against <run.json>', 'tell what differs from this run'),
  failOnOption(),
];
