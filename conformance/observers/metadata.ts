import type { RpcMessage } from '../vocabulary/answer.ts';
import { isStateless } from '../vocabulary/era.ts';
import { type Observation, observation, type Sight, unless } from '../vocabulary/observation.ts';

// `_meta`, wherever a server puts it, and the identifiers that keep to its grammar.

type Meta = Record<string, unknown>;
const isObject = (value: unknown): value is Meta =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How deep messages are looked into: a stranger may nest without end. */
const DEEPEST = 12;

/** Every `_meta` in a value. What a tool gives as its own data is none of the protocol's. */
function metasIn(value: unknown, depth = 0): Meta[] {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => metasIn(one, depth + 1));
  return Object.entries(value).flatMap(([name, inside]) => {
    if (name === 'structuredContent' || name === 'inputSchema' || name === 'outputSchema') return [];
    return name === '_meta' && isObject(inside) ? [inside] : metasIn(inside, depth + 1);
  });
}

const metasOf = ({ is: { messages, era }, about }: Sight<'mcp'>): Meta[] =>
  era && era === about.era && era >= '2025-06-18' ? metasIn(messages) : [];

/** A prefix with its slash, and a name. */
const partsOf = (key: string): { prefix: string | undefined; name: string } => {
  const slash = key.lastIndexOf('/');
  return slash < 0 ? { prefix: undefined, name: key } : { prefix: key.slice(0, slash), name: key.slice(slash + 1) };
};
const isLabel = (text: string): boolean => /^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(text);
const isSeries = (prefix: string): boolean => prefix.split('.').every((label) => label !== '' && !label.includes('/'));
const isName = (name: string): boolean => name === '' || /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name);

const onKeys = (expected: string, isWrong: (parts: ReturnType<typeof partsOf>) => boolean): Observation =>
  observation({
    kind: 'mcp',
    absent: 'no message of it has a _meta',
    judge(sight) {
      const keys = metasOf(sight).flatMap((meta) => Object.keys(meta));
      if (keys.length === 0) return undefined;
      const wrong = keys.find((key) => isWrong(partsOf(key)));
      return unless(wrong === undefined, expected, JSON.stringify(wrong));
    },
  });

export const prefixesOfMeta = onKeys(
  'labels with dots between them, and a slash',
  ({ prefix }) => prefix !== undefined && !isSeries(prefix),
);
export const labelsOfMeta = onKeys(
  'labels that begin with a letter and end with a letter or a digit',
  ({ prefix }) => prefix !== undefined && isSeries(prefix) && !prefix.split('.').every(isLabel),
);
export const namesOfMeta = onKeys('a name that begins and ends with a letter or a digit', ({ name }) => !isName(name));
/** A name of one label is nobody's domain. */
export const ownersOfMeta = onKeys(
  'a prefix that is a domain the other way round',
  ({ prefix }) => prefix !== undefined && isLabel(prefix),
);

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}/;
const MEMBERS = /^[^=,\s][^=,]*=[^,]*(,\s*[^=,\s][^=,]*=[^,]*)*$/;

/** What carries a trace is written as W3C has it. */
export const traces = observation({
  kind: 'mcp',
  absent: 'no message of it carries a trace',
  judge(sight) {
    const all = metasOf(sight).flatMap((meta) =>
      Object.entries(meta).filter(([key]) => ['traceparent', 'tracestate', 'baggage'].includes(key)),
    );
    if (all.length === 0) return undefined;
    const wrong = all.find(([key, value]) => !(key === 'traceparent' ? TRACEPARENT : MEMBERS).test(String(value)));
    return unless(!wrong, 'traceparent, tracestate and baggage as W3C has them', wrong?.join(': '));
  },
});

const resultOf = (messages: readonly RpcMessage[]) => messages.find(({ result }) => isObject(result))?.result;

/** Each result says whose it is. */
export const serverInResults = observation({
  kind: 'mcp',
  judge({ is: { request, messages, era }, about }) {
    const result = resultOf(messages);
    if (!request || !era || era !== about.era || !isStateless(era) || !result) return undefined;
    const who = result._meta?.['io.modelcontextprotocol/serverInfo'];
    return unless(typeof who?.name === 'string', `serverInfo in the result of ${request.method}`, JSON.stringify(who));
  },
});

/** Extensions have names with a prefix, in the grammar of `_meta`. */
export const namesOfExtensions = observation({
  kind: 'mcp',
  absent: 'it declares no extension',
  judge({ is: { messages } }) {
    const names = Object.keys(resultOf(messages)?.capabilities?.extensions ?? {});
    if (names.length === 0) return undefined;
    const wrong = names.map(partsOf).find(({ prefix, name }) => {
      return !prefix?.split('.').every(isLabel) || !isName(name);
    });
    return unless(!wrong, 'a prefix of labels, a slash and a name', wrong && `${wrong.prefix ?? ''} ${wrong.name}`);
  },
});

/** Messages about what goes on are no longer for clients: this revision deprecates them. */
export const noLogging = observation({
  kind: 'mcp',
  judge({ is: { messages, era }, about }) {
    const capabilities = resultOf(messages)?.capabilities;
    if (era !== about.era || !isStateless(about.era) || !isObject(capabilities)) return undefined;
    return unless(!('logging' in capabilities), 'no capability for logging', 'logging');
  },
});
