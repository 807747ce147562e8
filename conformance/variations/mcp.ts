import type { EdgeResponse } from '../../mock-broker/index.ts';
import { rewriteAnswer, rewriteJson, rewriteResult, rewriteTools } from '../vocabulary/rewrites.ts';
import type { Variation } from '../vocabulary/variation.ts';

// biome-ignore lint/suspicious/noExplicitAny: a message is looked at member by member
type Message = any;

const isAnswer = ({ status, body }: EdgeResponse): boolean =>
  status === 200 && typeof body === 'object' && body !== null && !Array.isArray(body) && 'jsonrpc' in body;

const isStateless = ({ sent }: EdgeResponse): boolean => sent?.['mcp-protocol-version'] === '2026-07-28';

/** Writes each good answer of the MCP URL as an event stream, which begins with an id where streams can be resumed. */
const asStream = (write: (message: Message) => string, mark = ''): NonNullable<Variation['rewrites']> => {
  let streams = 0;
  return rewriteJson('/mcp', (body, answer) => {
    if (answer.method !== 'POST' || !isAnswer(answer)) return undefined;
    const first = isStateless(answer) ? '' : `id: first-${++streams}\ndata:\n\n`;
    const headers = { ...answer.headers, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
    return { headers, body: mark + first + write(body) };
  });
};

/** Rewrites the text of what is a stream by itself. */
const inStreams = (change: (text: string) => string): NonNullable<Variation['rewrites']> => ({
  at: 'gateway',
  response: (answer) =>
    answer.headers['content-type']?.startsWith('text/event-stream') && typeof answer.body === 'string'
      ? { ...answer, body: change(answer.body) }
      : answer,
});

/** Cuts lists of tools into pages of one; the cursors are its own, so that it keeps the list that each caller was given. */
function onPagesOfOne(): NonNullable<Variation['rewrites']> {
  const lists = new Map<string | undefined, Message>();
  return rewriteAnswer({ path: '/mcp', method: 'POST' }, ({ body, asked, sent }) => {
    const { id, method, params } = (asked ?? {}) as Message;
    if (method !== 'tools/list') return undefined;
    const whole = (body as Message)?.result;
    if (params?.cursor === undefined && Array.isArray(whole?.tools)) lists.set(sent?.authorization, whole);
    const list = lists.get(sent?.authorization);
    const at = params?.cursor === undefined ? 0 : Number(/^after-(\d+)$/.exec(params.cursor)?.[1]);
    if (!list || !(at < list.tools.length)) return undefined;
    const more = at + 1 < list.tools.length ? { nextCursor: `after-${at + 1}` } : {};
    return { status: 200, body: { jsonrpc: '2.0', id, result: { ...list, tools: [list.tools[at]], ...more } } };
  });
}

/** What answers and streams of MCP leave open. */
export const mcpVariations: readonly Variation[] = [
  {
    name: 'answers-in-an-event-stream',
    round: 3,
    does: 'Answers each request in an event stream of one message.',
    allowedBy: 'MCP Streamable HTTP, “Sending messages to the server”: JSON or an event stream',
    rewrites: asStream((message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`),
  },
  {
    name: 'a-message-over-several-lines',
    round: 4,
    does: 'Writes the message of a stream over several data lines, most of them ended as Windows does, between comments and unknown fields, after a mark of the byte order.',
    allowedBy: 'HTML, “Parsing an event stream”',
    rewrites: asStream((message) => {
      const lines = JSON.stringify(message, null, 1).split('\n');
      const data = lines.map((line) => `data:${line.startsWith(' ') ? ' ' : ''}${line}`);
      return `${[': hello', '', 'event: message', 'colour: green', ...data].join('\r\n')}\n\r\n: bye\r\r`;
    }, '\ufeff'),
  },
  {
    name: 'streams-with-windows-line-ends',
    round: 1,
    does: 'Ends the lines of streams as Windows does.',
    allowedBy: 'HTML, “Parsing an event stream”: CRLF, LF or CR',
    rewrites: inStreams((text) => text.replace(/\r?\n/g, '\r\n')),
  },
  {
    name: 'streams-with-comments',
    round: 2,
    does: 'Keeps streams open with comments before and after each event.',
    allowedBy: 'HTML, “Authoring notes”: a comment line every 15 seconds or so',
    rewrites: inStreams((text) => `: keep-alive\n\n${text}: keep-alive\n\n`),
  },
  {
    name: 'more-in-results',
    round: 1,
    does: 'Adds metadata and members of its own to each result.',
    allowedBy: 'MCP schema, Result: further members and _meta of one’s own',
    rewrites: rewriteResult((result) => ({
      ...result,
      ...(Object.keys(result).length > 0 ? { 'example.com/took': 3 } : {}),
      _meta: { ...result._meta, 'example.com/region': { name: 'east' } },
    })),
  },
  {
    name: 'errors-in-other-words',
    round: 1,
    does: 'Says each JSON-RPC error in other words, with data of its own where it has none.',
    allowedBy: 'JSON-RPC 2.0 §5.1: message and data are the server’s',
    rewrites: rewriteJson(
      '/mcp',
      ({ error, ...body }) =>
        error?.code && {
          body: { ...body, error: { data: { trace: 'a1b2' }, ...error, message: 'Das geht so nicht.' } },
        },
    ),
  },
  {
    name: 'tools-in-another-order',
    round: 1,
    does: 'Lists its tools in the opposite order, with titles, icons and metadata.',
    allowedBy: 'MCP, “Tools”: no order is demanded',
    rewrites: rewriteResult(
      (result) =>
        Array.isArray(result.tools) && {
          ...result,
          tools: result.tools
            .map((tool: Message) => ({ ...tool, _meta: { ...tool._meta, 'example.com/since': 2 } }))
            .reverse(),
        },
    ),
  },
  {
    name: 'small-pages',
    round: 2,
    does: 'Lists its tools on pages of one.',
    allowedBy: 'MCP, “Pagination”: the size of a page is the server’s, and clients follow nextCursor',
    rewrites: onPagesOfOne(),
  },
  {
    name: 'more-in-schemas',
    round: 1,
    does: 'Writes the schemas of tools with a dialect, comments and examples.',
    allowedBy: 'MCP, “Tools”: inputSchema is any JSON Schema of an object',
    rewrites: rewriteTools((tool) => ({
      ...tool,
      inputSchema: { $schema: 'https://json-schema.org/draft/2020-12/schema', $comment: 'v2', ...tool.inputSchema },
    })),
  },
  {
    name: 'tool-results-in-several-parts',
    round: 1,
    does: 'Says what a tool found after a sentence that leads to it.',
    allowedBy: 'MCP, “Tools”: content is a list',
    rewrites: rewriteResult(
      (result) =>
        Array.isArray(result.content) &&
        !result.structuredContent && {
          ...result,
          content: [{ type: 'text', text: 'Here it is.', annotations: { audience: ['user'] } }, ...result.content],
        },
    ),
  },
  {
    name: 'the-session-on-every-answer',
    round: 1,
    does: 'Repeats the id of the session on every answer within it.',
    allowedBy: 'MCP 2025-11-25, “Session management”: no document forbids it',
    rewrites: rewriteAnswer({ path: '/mcp', status: [200, 202] }, (answer) => {
      const id = answer.sent?.['mcp-session-id'];
      return id && !isStateless(answer) ? { headers: { 'mcp-session-id': id } } : undefined;
    }),
  },
  {
    name: 'retry-after-as-a-date',
    round: 1,
    does: 'Says by a date when to come again.',
    allowedBy: 'RFC 9110 §10.2.3',
    rewrites: rewriteAnswer({}, ({ headers: { 'retry-after': seconds, date } }) => {
      if (!/^\d+$/.test(seconds ?? '')) return undefined;
      const now = date ?? 'Thu, 26 Nov 2026 15:00:00 GMT';
      const then = new Date(Date.parse(now) + Number(seconds) * 1000).toUTCString();
      return { headers: { date: now, 'retry-after': then } };
    }),
  },
  {
    name: 'protocol-errors-in-plain-text',
    round: 3,
    does: 'Answers who comes with an ended session, asks for another type or uses another method with a status and plain text.',
    allowedBy: 'MCP 2025-11-25, “Session management”, “Listening for messages”: the status alone is demanded',
    rewrites: rewriteAnswer({ path: '/mcp', status: [404, 405, 406, 415] }, (answer) =>
      answer.sent?.['mcp-session-id'] && !isStateless(answer)
        ? { headers: { 'content-type': 'text/plain' }, body: 'This cannot be taken.' }
        : undefined,
    ),
  },
  {
    name: 'one-revision-alone',
    round: 5,
    eras: ['2026-07-28'],
    does: 'Has given up the older revisions: refuses initialize, and knows POST alone.',
    allowedBy: 'MCP 2026-07-28, “Versioning”: to serve both eras is optional',
    rewrites: rewriteAnswer({ path: '/mcp' }, ({ method, asked }) => {
      if (method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
      const { id, method: called } = (asked ?? {}) as Message;
      if (called !== 'initialize') return undefined;
      const error = { code: -32022, message: 'Speak 2026-07-28.', data: { supported: ['2026-07-28'] } };
      return { status: 400, headers: { 'content-type': 'application/json' }, body: { jsonrpc: '2.0', id, error } };
    }),
  },
  {
    name: 'a-deleted-session-is-200',
    round: 1,
    does: 'Answers who ends a session with 200.',
    allowedBy: 'MCP 2025-11-25, “Session management”: no status is demanded; RFC 9110 §9.3.5',
    rewrites: rewriteAnswer({ path: '/mcp', method: 'DELETE', status: 204 }, { status: 200 }),
  },
];
