import type { Exchange } from '../run/model.ts';
import type { RpcMessage } from '../vocabulary/answer.ts';
import { ERAS, type Era } from '../vocabulary/era.ts';
import type { About, Answerer, Asked, Kind, Kinds, Sight } from '../vocabulary/observation.ts';
import { isEventStream, sseMessages } from '../wire/answer.ts';

/** What is known of the target before its exchanges are looked at. */
export interface Scene {
  about: About;
  /** Undefined for an answer that is neither the target's nor its brokerage's: our own listener, or a stranger. */
  answererOf(url: URL): Answerer | undefined;
  /** A request to the test hooks, by which a fault may be injected. */
  isHook(url: string): boolean;
}

/** Whoever is shown what was seen. */
export type Show = <K extends Kind>(kind: K, by: Answerer, sight: Sight<K>) => void;

export const isHtml = (headers: Record<string, string>): boolean =>
  /^text\/html\b/i.test(headers['content-type'] ?? '');
export const isJson = (headers: Record<string, string>): boolean =>
  /^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '');

/** The body that was read last: several who observe read the same one after another. */
let last: { text: string; document: unknown } | undefined;

/** The document of an answer; nobody may change it. */
export function parsed(text: string | undefined): unknown {
  if (!text) return undefined;
  if (last?.text !== text) last = { text, document: read(text) };
  return last.document;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const form = ({ headers, body }: Exchange['request']): URLSearchParams =>
  new URLSearchParams(/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '') ? body : '');

const urlOf = (text: string, base?: string): URL | undefined =>
  URL.canParse(text, base) ? new URL(text, base) : undefined;

/** The revision that an MCP request speaks; undefined where it names none, one that there is not, or two. */
function eraOf({ headers }: Exchange['request'], body: RpcMessage | undefined, messages: readonly RpcMessage[]) {
  const agreed =
    body?.method === 'initialize' ? messages.find(({ result }) => result)?.result?.protocolVersion : undefined;
  const meta = body?.params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  const named = new Set([agreed ?? headers['mcp-protocol-version'], meta].filter((one) => one !== undefined));
  const [only] = named;
  return named.size === 1 && ERAS.includes(only as Era) ? (only as Era) : undefined;
}

const isRequest = (value: unknown): value is RpcMessage =>
  isObject(value) &&
  value.jsonrpc === '2.0' &&
  typeof value.method === 'string' &&
  (typeof value.id === 'string' || Number.isInteger(value.id)) &&
  (value.params === undefined || isObject(value.params));

function mcpOf({ request, response }: Exchange, document: unknown): Kinds['mcp'] {
  const sent = request.method === 'POST' && request.body ? read(request.body) : undefined;
  const own = isRequest(sent) ? sent : undefined;
  const { headers, body = '' } = response!;
  const messages = isEventStream(headers) ? sseMessages(body) : [document].flat().filter(isObject);
  return { request: own, messages: messages as RpcMessage[], era: eraOf(request, own, messages as RpcMessage[]) };
}

/** The authorization request that this is; undefined where it is none, or leaves out where to go back to. */
function askedBy(url: URL, sent: URLSearchParams): Asked | undefined {
  const values = url.searchParams.has('client_id') ? url.searchParams : sent;
  const types = values.getAll('response_type');
  const [redirectUri, ...others] = values.getAll('redirect_uri').flatMap((uri) => urlOf(uri) ?? []);
  if (!values.has('client_id') || !redirectUri || others.length > 0 || values.has('grant_type')) return undefined;
  const isPlain = types.every((type) => type === 'code') && !values.has('response_mode');
  return { redirectUri, states: values.getAll('state'), isPlain };
}

const isSamePlace = (a: URL, b: URL): boolean =>
  a.protocol === b.protocol && a.host === b.host && a.pathname === b.pathname;

const saidIn = (to: URL): Record<string, string> => Object.fromEntries(to.searchParams);

/**
 * Looks at the exchanges of one check or journey in order, and shows each as everything that it is. What a fault of our
 * own made of the brokerage's answers is nobody's doing.
 */
export function lookAt(exchanges: readonly Exchange[], scene: Scene, show: Show): void {
  const asked: Record<Answerer, Asked[]> = { gateway: [], broker: [] };
  let isOnTheWay = false;
  let hasFault = false;
  for (const [index, exchange] of exchanges.entries()) {
    const { request, response } = exchange;
    if (scene.isHook(request.url)) {
      if (/\/faults$/.test(request.url) && request.method !== 'GET') hasFault = request.method === 'POST';
      continue;
    }
    const url = urlOf(request.url);
    const by = url && scene.answererOf(url);
    if (!response || !url || !by || (hasFault && by === 'broker')) continue;
    const asks = askedBy(url, form(request));
    if (asks) {
      asked[by].push(asks);
      isOnTheWay = true;
    }
    const put = <K extends Kind>(kind: K, is: Kinds[K]) =>
      show(kind, by, { exchange, request, answer: response, url, is, exchanges, index, about: scene.about });
    const document = isJson(response.headers) ? parsed(response.body) : undefined;
    put('answer', {});
    // What could not be read shows nothing more.
    if (exchange.failure) continue;
    if (isOnTheWay && exchange.from === 'human') put('step', {});
    if (request.url.split('?')[0] === scene.about.mcpUrl) put('mcp', mcpOf(exchange, document));
    else if (isObject(document)) showDocument(exchange, document, put);
    const to = response.status >= 300 && response.status < 400 && urlOf(response.headers.location ?? '', request.url);
    if (to) {
      const meant = asked[by].filter(({ redirectUri }) => isSamePlace(redirectUri, to));
      const isAnswered = /[?&#](code|error|access_token)=/.test(to.href);
      if (meant.length > 0 && isAnswered) put('redirect', { to, said: saidIn(to), asked: meant });
      if (meant.length > 0 && !scene.answererOf(to)) isOnTheWay = false;
    } else if (isOnTheWay && exchange.from === 'human' && isHtml(response.headers) && isThere(response))
      put('page', {});
  }
}

/** What answers that there is no such address, or not by this method, has nothing that somebody could press. */
const isThere = ({ status }: NonNullable<Exchange['response']>): boolean => status !== 404 && status !== 405;

/** What a document of the authorization server is, by what was asked for and what stands in it. */
function showDocument(
  { request, response }: Exchange,
  document: Record<string, unknown>,
  put: <K extends Kind>(kind: K, is: Kinds[K]) => void,
): void {
  if (request.method !== 'POST') return;
  const { status } = response!;
  if (status < 300 && typeof document.access_token === 'string') put('tokens', { document });
  else if (status >= 400 && typeof document.error === 'string') put('error', { document });
  else if (status < 300 && typeof document.client_id === 'string' && document.active === undefined)
    put('registration', {});
}
