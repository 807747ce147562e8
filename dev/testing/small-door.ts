import { createHmac } from 'node:crypto';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import { endAs } from '../../reference-server/edge.ts';
import { type HandMade, listen, parsed, read } from './hand-made-targets.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is asked here is looked at field by field
type Any = any;
type Rewrite = (answer: EdgeResponse) => EdgeResponse;

/** An error with its status, thrown by whoever meets it. */
class Refusal extends Error {
  readonly code: number;
  readonly status: number;
  readonly data: object | undefined;
  constructor(code: number, message: string, status = 200, data?: object) {
    super(message);
    [this.code, this.status, this.data] = [code, status, data];
  }
}

const META = 'io.modelcontextprotocol';
const serverInfo = { name: 'small door', version: '1' };
const LEVELS = 'debug info notice warning error critical alert emergency'.split(' ');
const only = { readOnlyHint: true };
const nothing = { type: 'object' };
const tools = [
  { name: 'ListAccounts', description: 'Lists accounts.', inputSchema: nothing, annotations: only },
  { name: 'GetPositions', description: 'Lists positions, after a question.', inputSchema: nothing, annotations: only },
  { name: 'GetOrders', description: 'Lists orders, after a click.', inputSchema: nothing, annotations: only },
  {
    name: 'MakeReport',
    description: 'Makes a report, as a task.',
    inputSchema: nothing,
    annotations: { readOnlyHint: false },
    execution: { taskSupport: 'required' },
  },
  {
    name: 'GetQuote',
    description: 'Gives a quote.',
    annotations: only,
    inputSchema: {
      type: 'object',
      properties: {
        symbol: { type: 'string', 'x-mcp-header': 'Symbol' },
        depth: { type: 'integer', 'x-mcp-header': 'Depth' },
      },
    },
  },
];
const resources = [
  { uri: 'file:///books/today.txt', name: 'today' },
  { uri: 'file:///books/logo.png', name: 'logo' },
];
const prompts = [{ name: 'look_at', arguments: [{ name: 'symbol', required: true }] }];

const text = (words: string): object => ({ content: [{ type: 'text', text: words }] });
const seal = (words: string): string => `${words}.${createHmac('sha256', 'of a test').update(words).digest('hex')}`;

/** Asks for a name by a form, and goes by the answer. */
function positions(params: Any, can: Any): object {
  if (!can?.elicitation) {
    const missing = { requiredCapabilities: { elicitation: { form: {} } } };
    throw new Refusal(-32021, 'This needs elicitation.', 400, missing);
  }
  const requestedSchema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
  const { inputResponses, requestState, arguments: args } = params;
  const bound = JSON.stringify(args ?? {});
  const which = { method: 'elicitation/create', params: { message: 'Of whom?', requestedSchema } };
  const asks = (state: string) => ({
    resultType: 'input_required',
    inputRequests: { which },
    requestState: seal(`${state} ${bound}`),
  });
  if (inputResponses === undefined) return asks('first');
  if (typeof inputResponses !== 'object') throw new Refusal(-32602, 'The answers are of another shape.');
  const [state, ofArguments] = /^(first|again) (.*)\.\w+$/.exec(String(requestState))?.slice(1) ?? [];
  if (requestState !== seal(`${state} ${ofArguments}`))
    throw new Refusal(-32602, 'This is not the state that was given.');
  if (ofArguments !== bound) throw new Refusal(-32602, 'This was asked about other arguments.');
  const said = inputResponses.which;
  if (!said) return asks('again');
  if (said.action !== 'accept') return text('declined: nothing was looked up');
  if (typeof said.content?.name !== 'string') throw new Refusal(-32602, 'This does not fit the form.');
  return text('served');
}

/** Asks for a click on a page. */
function orders(params: Any, can: Any): object {
  if (!can?.elicitation?.url || params.inputResponses) return text('no orders');
  const link = { mode: 'url', message: 'Confirm it there.', url: 'https://shop.example/confirm?r=1' };
  return { resultType: 'input_required', inputRequests: { open: { method: 'elicitation/create', params: link } } };
}

/** Sees to it that headers and arguments say the same. */
function quote(args: Any, headers: Record<string, Any>): object {
  for (const name of ['symbol', 'depth'] as const) {
    const [header, value] = [headers[`mcp-param-${name}`], args?.[name]];
    const refuse = (words: string) => new Refusal(-32020, `${name}: ${words}`, 400);
    if (value === undefined || value === null) continue;
    if (header === undefined) throw refuse('its header is missing');
    if (!/^[\x20-\x7e]*$/.test(header)) throw refuse('its header has odd characters');
    const isSame = name === 'depth' ? Number(header) === value : header === value;
    if (!isSame) throw refuse('header and body differ');
  }
  if (!args?.symbol) return text('a quote of nothing');
  return text(`${args.symbol} to a depth of ${headers['mcp-param-depth']}`);
}

function readResource({ uri }: Any, notFound: number): object {
  if (typeof uri !== 'string' || !URL.canParse(uri)) throw new Refusal(-32602, 'This is no URI.');
  if (/\.\.|%2e%2e/i.test(uri)) throw new Refusal(-32602, 'There is no way by .. here.');
  if (uri === resources[0]!.uri) return { contents: [{ uri, text: 'AAPL' }] };
  if (uri === resources[1]!.uri) return { contents: [{ uri, blob: 'iVBORw0KGgo=', mimeType: 'image/png' }] };
  throw new Refusal(notFound, 'There is no such resource.');
}

function complete({ ref }: Any): object {
  if (ref?.type !== 'ref/prompt') throw new Refusal(-32602, 'This is no reference.');
  if (ref.name !== prompts[0]!.name) throw new Refusal(-32602, 'There is no such prompt.');
  return { completion: { values: ['AAPL', 'MSFT'] } };
}

function getPrompt({ name, arguments: args }: Any): object {
  if (name !== prompts[0]!.name) throw new Refusal(-32602, 'There is no such prompt.');
  if (!args?.symbol) throw new Refusal(-32602, 'It needs its arguments.');
  return { messages: [{ role: 'user', content: { type: 'text', text: `Look at ${args.symbol}.` } }] };
}

/** Two pages of one each. */
function pageOf(member: string, all: readonly object[], cursor: unknown): object {
  if (cursor !== undefined && cursor !== 'second') throw new Refusal(-32602, 'There is no such page.');
  return cursor ? { [member]: all.slice(1) } : { [member]: all.slice(0, 1), nextCursor: 'second' };
}

const extensions = { 'com.example/charts': {} };
const capabilities = { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {}, extensions };
/** Of its one report: nobody waits for it. */
const tasks = { requests: { tools: { call: {} } } };
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01';
const CACHED = ['tools/list', 'resources/list', 'resources/read', 'prompts/list', 'server/discover'];

function resultOf(method: string, params: Any, headers: Record<string, Any>, isStateless: boolean): object {
  const can = params._meta?.[`${META}/clientCapabilities`];
  if (method === 'initialize')
    return { protocolVersion: '2025-11-25', capabilities: { ...capabilities, tasks }, serverInfo };
  if (method === 'server/discover') return { supportedVersions: ['2026-07-28'], capabilities };
  if (method === 'ping') return {};
  if (method === 'tools/list') return { tools };
  if (method === 'resources/list') return pageOf('resources', resources, params.cursor);
  if (method === 'resources/read') return readResource(params, isStateless ? -32602 : -32002);
  if (method === 'prompts/list') return { prompts };
  if (method === 'prompts/get') return getPrompt(params);
  if (method === 'completion/complete') return complete(params);
  if (method === 'logging/setLevel' && !isStateless) {
    if (!LEVELS.includes(params.level)) throw new Refusal(-32602, 'There is no such level.');
    return {};
  }
  if (method !== 'tools/call') throw new Refusal(-32601, 'no such method', isStateless ? 404 : 200);
  const level = params._meta?.[`${META}/logLevel`];
  if (level !== undefined && !LEVELS.includes(level)) throw new Refusal(-32602, 'There is no such level.');
  if (params.name === 'ListAccounts') return text('no accounts');
  if (params.name === 'GetPositions') return isStateless ? positions(params, can) : text('no positions');
  if (params.name === 'GetOrders') return orders(params, can);
  if (params.name === 'MakeReport' && !params.task) throw new Refusal(-32601, 'It takes a task.');
  if (params.name === 'GetQuote') return quote(params.arguments, headers);
  throw new Refusal(-32602, 'no such tool');
}

/** What is said of a call before its answer, where somebody wants to hear it. */
function saidFirst(params: Any): object[] {
  const { progressToken, [`${META}/logLevel`]: level } = params._meta ?? {};
  const notification = (method: string, more: object) => ({ jsonrpc: '2.0', method, params: more });
  return [
    ...(level ? [notification('notifications/message', { level: 'info', data: 'looking' })] : []),
    ...(progressToken === undefined
      ? []
      : [1, 2].map((progress) =>
          notification('notifications/progress', { progressToken, progress, total: 2, message: 'Looking' }),
        )),
  ];
}

function answerTo(body: Any, headers: Record<string, Any>): { status: number; messages: object[] } {
  const { id = null, method, params = {} } = body;
  const isStateless = headers['mcp-protocol-version'] === '2026-07-28';
  const hints = CACHED.includes(method) ? { ttlMs: 0, cacheScope: 'private' } : {};
  try {
    const result = resultOf(method, params, headers, isStateless);
    const more = { resultType: 'complete', ...hints, _meta: { [`${META}/serverInfo`]: serverInfo, traceparent } };
    const said = { jsonrpc: '2.0', id, result: isStateless ? { ...more, ...result } : result };
    return { status: 200, messages: [...(method === 'tools/call' ? saidFirst(params) : []), said] };
  } catch (error) {
    const { code = -32603, message, status = 500, data } = error as Refusal;
    return { status, messages: [{ jsonrpc: '2.0', id, error: { code, message, ...(data ? { data } : {}) } }] };
  }
}

/**
 * Has what no profile has: resources, prompts, completions, logging, progress, pages, mirrored arguments and tools that
 * ask. It speaks both eras, asks nobody to sign in and keeps nothing. `rewrite` makes a mutant of it.
 */
export const smallDoor = (rewrite: Rewrite = (answer) => answer): Promise<HandMade> => {
  let events = 0;
  return listen(async (req, res) => {
    const sent = await read(req);
    const path = (req.url ?? '/').split('?')[0]!;
    if (path !== '/mcp') return res.writeHead(404).end();
    if (req.method !== 'POST') return res.writeHead(405, { allow: 'POST' }).end();
    const body = parsed(sent) as Any;
    if (body.method?.startsWith('notifications/')) return res.writeHead(202).end();
    const { status, messages } = answerTo(body, req.headers);
    const isStream = messages.length > 1;
    const type = isStream ? 'text/event-stream' : 'application/json';
    const isStateless = req.headers['mcp-protocol-version'] === '2026-07-28';
    const id = () => (isStateless ? '' : `id: ${++events}\n`);
    const primed = isStateless ? '' : `${id()}data: \n\n`;
    const written = messages.map((one) => `${id()}event: message\ndata: ${JSON.stringify(one)}\n\n`).join('');
    const session: Record<string, string> = body.method === 'initialize' ? { 'mcp-session-id': 'a-session' } : {};
    const headers = { 'content-type': type, 'x-accel-buffering': 'no', ...session };
    const said = { method: 'POST', path, status, headers, body: isStream ? primed + written : messages[0] };
    const answer = rewrite({ ...said, sent: req.headers as Record<string, string>, asked: body });
    endAs(res.writeHead(answer.status, answer.headers), answer);
  });
};
