import type { RpcMessage } from '../vocabulary/answer.ts';
import { isStateless } from '../vocabulary/era.ts';
import { type Observed, observation, type Sight, unless } from '../vocabulary/observation.ts';
import { isEventStream } from '../wire/answer.ts';
import { isJson, parsed } from './sights.ts';

// What a JSON-RPC message is, and how one answers another.

const brief = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};
export const isResponse = (message: RpcMessage): boolean => 'result' in message || 'error' in message;

function isMessage(message: RpcMessage): boolean {
  if (message.jsonrpc !== '2.0') return false;
  if (!isResponse(message)) return typeof message.method === 'string';
  const { error } = message;
  if ('result' in message) return !('error' in message);
  return Number.isInteger(error?.code) && typeof error?.message === 'string';
}

/** A refusal by HTTP status need not be a message, unless it says that it is one. */
function areMessages({ answer, is: { request, messages } }: Sight<'mcp'>): Observed {
  const isServed = answer.status === 200 && request !== undefined;
  const said = isServed ? messages : messages.filter(({ jsonrpc }) => jsonrpc !== undefined);
  const expected = 'JSON-RPC 2.0 messages: a result, or an error of an integer code and a message, or a method';
  if (isServed && isJson(answer.headers) && said.length === 0) return { expected, seen: brief(parsed(answer.body)) };
  if (said.length === 0) return undefined;
  const wrong = said.find((message) => !isMessage(message));
  return unless(!wrong, expected, brief(wrong));
}

/** Every message of the MCP URL keeps to JSON-RPC 2.0. */
export const jsonRpc = observation({ kind: 'mcp', judge: areMessages });

/** Answers have the id of their request; a refusal by HTTP status may come from who did not read it. */
export const sameId = observation({
  kind: 'mcp',
  judge({ answer, is: { request, messages } }) {
    const responses = request ? messages.filter(isResponse) : [];
    if (!request || responses.length === 0) return undefined;
    const mayBeUnread = answer.status >= 400;
    const wrong = responses.find(({ id }) => id !== request.id && !(mayBeUnread && (id ?? null) === null));
    return unless(!wrong, `the id ${brief(request.id)} in the answer to ${request.method}`, brief(wrong?.id));
  },
});

/** Requests are answered as JSON or as an event stream, and the body is what its type says. */
export const jsonOrStream = observation({
  kind: 'mcp',
  judge({ request: { method }, answer: { status, headers, body }, is: { request } }) {
    if (method !== 'POST' || status !== 200 || !request || !body) return undefined;
    const expected = 'a body of the type application/json or text/event-stream';
    const type = headers['content-type'];
    if (isEventStream(headers))
      return unless(/^(data|event|id|retry|:)/m.test(body), expected, `${type}: ${body.slice(0, 80)}`);
    return unless(
      /^application\/json\b/i.test(type ?? '') && parsed(body) !== undefined,
      expected,
      `${type}: ${body.slice(0, 80)}`,
    );
  },
});

/** Results say whether they are complete, in the revisions that ask for it. */
export const typeOfResults = observation({
  kind: 'mcp',
  judge({ is: { request, messages, era }, about }) {
    if (!request || !era || era !== about.era || !isStateless(era)) return undefined;
    const results = messages.flatMap(({ result }) => (result === undefined ? [] : [result]));
    if (results.length === 0) return undefined;
    const wrong = results.find((result) => !['complete', 'input_required'].includes(result?.resultType));
    return unless(!wrong, `resultType complete or input_required in the answer to ${request.method}`, brief(wrong));
  },
});

/** Results that clients may keep. */
const cached = new Set(
  'server/discover tools/list resources/list resources/templates/list resources/read prompts/list'.split(' '),
);

/** What clients may keep says for how long, and for whom. */
export const cachingHints = observation({
  kind: 'mcp',
  judge({ is: { request, messages, era }, about }) {
    if (!request || !era || era !== about.era || !isStateless(era) || !cached.has(request.method!)) return undefined;
    const result = messages.find((message) => message.result !== undefined)?.result;
    if (!result || result.resultType === 'input_required') return undefined;
    const { ttlMs, cacheScope } = result;
    const isHinted = typeof ttlMs === 'number' && ttlMs >= 0 && ['public', 'private'].includes(cacheScope);
    return unless(
      isHinted,
      `a ttlMs and a cacheScope for ${request.method}`,
      `ttlMs ${ttlMs}, cacheScope ${cacheScope}`,
    );
  },
});
