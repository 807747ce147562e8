import type { ListedTool } from '../vocabulary/mcp.ts';
import type { Profile, Purpose, ToolUse } from '../vocabulary/profile.ts';

// Which tool reads and which trades, guessed from names, schemas and annotations: a stranger's tools have names of
// their own. Whatever is not plain stays out: no verdict follows from a guess that may be wrong.

/** A tool that was found for a purpose, before anybody knows an account. */
export interface FoundTool extends ToolUse {
  /** Whether it wants to know an account. */
  wantsAccount: boolean;
}

/** What a configuration says about a tool. */
export interface ConfiguredTool {
  name: string;
  args?: Record<string, unknown> | undefined;
}
export type ConfiguredTools = Partial<Record<Purpose, ConfiguredTool>>;

export const READING: readonly Purpose[] = ['accounts', 'summary', 'positions', 'orders', 'quote'];
export const TRADING: readonly Purpose[] = ['place', 'confirm', 'cancel-all'];

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const READS = list('list get show read view fetch find search lookup query describe echo count');
const CHANGES = list(
  'place submit create cancel close buy sell trade modify replace update delete remove transfer withdraw deposit set ' +
    'start stop run send exec execute toggle trigger add edit write confirm liquidate exit flatten reset revoke upload ' +
    'exercise move pay book open preview simulate',
);
/** What a tool that only reads may still give away. */
const TELLS = list(
  'env environment secret secrets token tokens key keys password passwords credential credentials file',
);
const PLACES = list('place submit create new send enter book');
const CONFIRMS = list('confirm execute submit commit approve');
const ENDS = list('cancel close delete');

interface Schema {
  type?: unknown;
  properties?: Record<string, Schema>;
  required?: unknown;
  enum?: unknown;
  default?: unknown;
  const?: unknown;
  examples?: unknown;
  minimum?: unknown;
}

/** Whatever a stranger sent in place of an object holds nothing. */
const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const has = (words: readonly string[], set: ReadonlySet<string>): boolean => words.some((word) => set.has(word));
const named = (words: readonly string[], pattern: RegExp): boolean => words.some((word) => pattern.test(word));

/** Whether the name says that it trades, whatever the tool says of itself: annotations are hints, and not to be trusted. */
export function isNamedForTrading(name: string): boolean {
  const words = wordsOf(name);
  const [first = ''] = words;
  if (words.length === 1) return /^(buy|sell|trade)$/.test(first);
  // `sell_shares`, and `shares.sell`.
  const isVerb = (word: string) => /^(buy|sell)$/.test(word);
  return (
    (PLACES.has(first) && named(words, /^(orders?|trades?)$/)) ||
    isVerb(first) ||
    (words.length === 2 && isVerb(words[1]!))
  );
}

/** True for a tool that may be called to see whether calls are served: it says that it only reads, or its name does. */
export function onlyReads({ name, annotations }: ListedTool): boolean {
  const hints = objectOf(annotations);
  const words = wordsOf(name);
  if (has(words, TELLS) || CHANGES.has(words[0] ?? '') || isNamedForTrading(name)) return false;
  if (hints.readOnlyHint !== undefined) return hints.readOnlyHint === true;
  const isPlural = words.length === 1 && /^(accounts|positions|holdings|orders|balances?|portfolio)$/.test(words[0]!);
  return hints.destructiveHint !== true && (READS.has(words[0] ?? '') || isPlural) && !named(words, /^(all|any)$/);
}

/** True for a tool that may trade: its name says so, and nothing says that it only reads. */
export const trades = ({ name, annotations }: ListedTool): boolean =>
  objectOf(annotations).readOnlyHint !== true && isNamedForTrading(name);

const isAccount = (name: string): boolean => wordsOf(name).some((word) => /^acc(oun)?ts?$/.test(word));
const isSymbol = (name: string): boolean => named(wordsOf(name), /^(symbols?|tickers?|instruments?)$/);

/** A value for a member of which the schema says enough; undefined where it does not. */
function valueFor(name: string, schema: Schema, account: string): unknown {
  if (isAccount(name) && schema.type !== 'array') return account;
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  for (const given of [schema.enum, schema.examples]) if (Array.isArray(given) && given.length > 0) return given[0];
  if (isSymbol(name)) return schema.type === 'array' ? ['MSFT'] : 'MSFT';
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return Number(schema.minimum ?? 1) || 1;
  return schema.type === 'string' ? 'openbell' : undefined;
}

const requiredOf = ({ inputSchema }: ListedTool): [string, Schema][] => {
  const { properties, required } = objectOf(inputSchema);
  const names = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  return names.map((name): [string, Schema] => {
    return [name, objectOf(objectOf(properties)[name])];
  });
};

/** Arguments of a tool from its input schema: what it requires; undefined where that cannot be told. */
export function argumentsFor(tool: ListedTool, account: string): Record<string, unknown> | undefined {
  const made = requiredOf(tool).map(([name, schema]) => [name, valueFor(name, schema, account)] as const);
  return made.every(([, value]) => value !== undefined) ? Object.fromEntries(made) : undefined;
}

const useOf = (tool: ListedTool): FoundTool => ({
  name: tool.name,
  wantsAccount: requiredOf(tool).some(([name]) => isAccount(name)),
  args: (account) => argumentsFor(tool, account) ?? {},
});

/** A tool that takes nothing but what a tool for orders gave. */
const confirmOf = (tool: ListedTool): FoundTool => ({
  name: tool.name,
  wantsAccount: false,
  args: (confirmation) => ({ [requiredOf(tool)[0]![0]]: confirmation }),
});

/** Tools that only read and of which the input schema says how they are called, those that describe their answers first. */
export const callableReaders = (tools: readonly ListedTool[]): FoundTool[] =>
  tools
    .filter((tool) => onlyReads(tool) && argumentsFor(tool, 'an account') !== undefined)
    .toSorted((a, b) => Number(b.outputSchema !== undefined) - Number(a.outputSchema !== undefined))
    .map(useOf);

/** Whether the name of a tool is one for this purpose. */
const fits: Record<Purpose, (words: readonly string[], tool: ListedTool) => boolean> = {
  accounts: (words) => named(words, /^accounts?$/),
  summary: (words) => named(words, /^(balances?|summary|portfolio|cash)$/) || words.join(' ') === 'buying power',
  positions: (words) => named(words, /^(positions?|holdings?)$/),
  orders: (words) => named(words, /^orders?$/),
  quote: (words, tool) =>
    named(words, /^(quotes?|prices?|tickers?)$/) && requiredOf(tool).some(([name]) => isSymbol(name)),
  place: () => true,
  confirm: (words, tool) => CONFIRMS.has(words[0] ?? '') && requiredOf(tool).length === 1,
  'cancel-all': (words) => ENDS.has(words[0] ?? '') && words.includes('all') && named(words, /^orders?$/),
};

/** Tools that may serve a purpose, the best first. */
export function candidates(purpose: Purpose, tools: readonly ListedTool[]): FoundTool[] {
  const callable = tools.filter((tool) => argumentsFor(tool, 'an account') !== undefined);
  if (purpose === 'place') return callable.filter(trades).map(useOf);
  const isNamed = (tool: ListedTool) => fits[purpose](wordsOf(tool.name), tool);
  if (purpose === 'confirm') return callable.filter(isNamed).map(confirmOf);
  if (purpose === 'cancel-all')
    return callable.filter((tool) => isNamed(tool) && !tool.annotations?.readOnlyHint).map(useOf);
  const reading = callable.filter(onlyReads);
  if (purpose !== 'accounts') return reading.filter(isNamed).map(useOf);
  // Whatever only reads will do, the simplest first: most checks only want to see a call that is served.
  const cost = (tool: ListedTool) =>
    (isNamed(tool) ? 0 : 100) +
    (useOf(tool).wantsAccount ? 50 : 0) +
    (tool.annotations?.readOnlyHint ? 0 : 10) +
    requiredOf(tool).length;
  return reading.toSorted((a, b) => cost(a) - cost(b)).map(useOf);
}

/** Stands for an account, to see whether arguments hold one. */
const MARK = 'openbell-account';

/** A tool as the configuration names it, with its own arguments over those that are made. */
function configured({ name, args = {} }: ConfiguredTool, tools: readonly ListedTool[]): FoundTool {
  const listed = tools.find((tool) => tool.name === name);
  const use = useOf(listed ?? { name });
  return { ...use, args: (account) => ({ ...use.args(account), ...args }) };
}

/**
 * What to try for each purpose, the best first: what the configuration names, else what the profile names where the
 * target really lists it, else what its own list suggests.
 */
export function toolsToTry(
  tools: readonly ListedTool[],
  profile: Profile | undefined,
  given: ConfiguredTools = {},
): Record<Purpose, FoundTool[]> {
  const lists = (name: string) => tools.some((tool) => tool.name === name);
  const forPurpose = (purpose: Purpose): FoundTool[] => {
    const told = given[purpose];
    if (told) return [configured(told, tools)];
    const promised: ToolUse | undefined = profile?.tools[purpose];
    if (promised && lists(promised.name))
      return [{ ...promised, wantsAccount: JSON.stringify(promised.args(MARK)).includes(MARK) }];
    return candidates(purpose, tools);
  };
  return Object.fromEntries([...READING, ...TRADING].map((purpose) => [purpose, forPurpose(purpose)])) as Record<
    Purpose,
    FoundTool[]
  >;
}

const ACCOUNT_KEYS = ['account_number', 'accountNumber', 'account_id', 'accountId', 'account', 'number', 'id', 'name'];

/** What may be the name of an account in the result of a tool, the likeliest first. */
export function accountsIn(result: unknown): string[] {
  const found: [number, string][] = [];
  const look = (value: unknown, depth: number): void => {
    if (depth > 6 || typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const rank = ACCOUNT_KEYS.indexOf(key);
      const isName = (typeof inner === 'string' && inner.length > 0 && inner.length < 80) || typeof inner === 'number';
      if (rank >= 0 && isName) found.push([rank, String(inner)]);
      look(inner, depth + 1);
    }
  };
  const { structuredContent, content } = (result ?? {}) as { structuredContent?: unknown; content?: unknown };
  look(structuredContent, 0);
  for (const part of Array.isArray(content) ? content : []) look(parsed((part as { text?: unknown })?.text), 0);
  return [...new Set(found.sort(([a], [b]) => a - b).map(([, name]) => name))];
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
