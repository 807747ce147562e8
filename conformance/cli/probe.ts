import { request } from 'undici';
import { IncompleteError, TimeIsUp } from '../help/failures.ts';
import { type Era, GRADED_ERAS } from '../vocabulary/era.ts';
import { sseMessages } from '../wire/answer.ts';
import { createPool, type PoolOptions } from '../wire/http.ts';
import { CLIENT_INFO } from '../wire/mcp.ts';
import { whyNone } from '../wire/why-none.ts';

interface Seen {
  status: number;
  type: string;
  challenge: boolean;
  location: string | undefined;
  text: string;
}

export interface ProbeOptions extends PoolOptions {
  /** Sent along with each request. */
  headers?: Readonly<Record<string, string>>;
  /** Certificates in PEM that are trusted besides the usual. */
  ca?: string | undefined;
}

/**
 * Asks the URL, without a token, what it is. Returns the eras that it can be graded in: those that it answers, or
 * both where it wants a token first. Throws `IncompleteError` with one sentence where nothing answers, or no
 * MCP server, or nobody wants to wait any longer.
 */
export async function probe(
  url: string,
  { signal: interrupt, headers: own = {}, ca, budget, guard }: ProbeOptions = {},
): Promise<Era[]> {
  const pool = createPool(ca, { budget, guard });
  const stop = interrupt ? [interrupt] : [];
  const ask = async (place: string, headers: Record<string, string>, message: object): Promise<Seen> => {
    const answer = await request(place, {
      method: 'POST',
      dispatcher: pool,
      signal: AbortSignal.any([AbortSignal.timeout(pool.budget.whole), ...stop]),
      headers: {
        // What is sent along is for this URL, and for none that stands beside it.
        ...(place === url ? own : {}),
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
    });
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type'] ?? 'no content type'),
      challenge: answer.headers['www-authenticate'] !== undefined,
      location: answer.headers.location?.toString(),
      text: await firstBytes(answer.body),
    };
  };
  const eras = async (place: string): Promise<Era[]> => {
    const asked = await Promise.allSettled([ask(place, {}, initialize), ask(place, statelessHeaders, discover)]);
    const [first, second] = asked.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    // One that is left unanswered says nothing about the other.
    if (first ?? second) return judge(place, first ?? SILENCE, second ?? SILENCE);
    throw (asked[0] as PromiseRejectedResult).reason;
  };
  try {
    return await eras(url);
  } catch (error) {
    if (error instanceof IncompleteError) {
      // A guess is worth no more time than one answer.
      stop.push(AbortSignal.timeout(pool.budget.answer));
      const near = await nearMiss(url, eras);
      throw near ? new IncompleteError(`${error.message}; did you mean ${near}?`) : error;
    }
    if (interrupt?.reason instanceof TimeIsUp)
      throw new IncompleteError(`${url} had not answered when ${interrupt.reason.message}`);
    if (interrupt?.aborted) throw new IncompleteError(`The run was interrupted before ${url} had answered.`);
    throw new IncompleteError(`${url} cannot be reached: ${whyNone(error, url)}`);
  } finally {
    await pool.destroy();
  }
}

const SILENCE: Seen = { status: 0, type: '', challenge: false, location: undefined, text: '' };
const [STATEFUL, STATELESS] = GRADED_ERAS as readonly [Era, Era];
const META = 'io.modelcontextprotocol';
const initialize = {
  method: 'initialize',
  params: { protocolVersion: STATEFUL, capabilities: {}, clientInfo: CLIENT_INFO },
};
const statelessHeaders = { 'mcp-protocol-version': STATELESS, 'mcp-method': 'server/discover' };
const discover = {
  method: 'server/discover',
  params: {
    _meta: {
      [`${META}/protocolVersion`]: STATELESS,
      [`${META}/clientInfo`]: CLIENT_INFO,
      [`${META}/clientCapabilities`]: {},
    },
  },
};

/** An event stream may stay open after its answer: the first 64 KB or the first event are enough. */
async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const part of body) {
    text += Buffer.from(part).toString('utf8');
    if (text.length > 65_536 || /^data:.*\r?\n\r?\n/m.test(text)) break;
  }
  return text;
}

interface Reply {
  jsonrpc?: string;
  result?: unknown;
  error?: unknown;
}

function replyOf({ type, text }: Seen): Reply | undefined {
  if (type.startsWith('text/event-stream')) return sseMessages(text)[0];
  try {
    const body = JSON.parse(text) as Reply | null;
    return body?.jsonrpc === '2.0' ? body : undefined;
  } catch {
    return undefined;
  }
}

function judge(url: string, stateful: Seen, stateless: Seen): Era[] {
  if ([stateful, stateless].some(({ status, challenge }) => status === 401 || (status >= 400 && challenge))) {
    return [...GRADED_ERAS];
  }
  const replies = [replyOf(stateful), replyOf(stateless)];
  const answered = GRADED_ERAS.filter((_, index) => replies[index]?.result !== undefined);
  if (answered.length > 0) return answered;
  if (replies.some((reply) => reply !== undefined)) return [...GRADED_ERAS];
  const target = redirection(url, stateful);
  if (target) throw new IncompleteError(`${url} answered ${stateful.status}: it redirects to ${target}`);
  throw new IncompleteError(`${url} is not an MCP server: it answered ${stateful.status} with ${phrase(stateful)}`);
}

/** Where an answer sends us, without what its query may hold; undefined where it sends us nowhere. */
function redirection(url: string, { status, location }: Seen): string | undefined {
  if (status < 300 || status >= 400 || !location || !URL.canParse(location, url)) return undefined;
  const { origin, pathname, protocol } = new URL(location, url);
  return /^https?:$/.test(protocol) ? `${origin}${pathname}` : `a ${protocol} URL`;
}

/** What a short plain answer says, since it may name the right URL; of anything else only its type. */
function phrase({ type, text }: Seen): string {
  const short = text.replace(/\s+/g, ' ').trim();
  const readable = /^(text\/plain|application\/([\w.-]+\+)?json)/.test(type) && short.length > 0 && short.length <= 300;
  return readable ? `“${short}”` : (type.split(';')[0] ?? type);
}

/** Paths at which MCP servers are usually found. */
const USUAL_PATHS = ['/mcp', '/api/mcp', '/v1/mcp'];

/** The URL of an MCP server on the same origin, where somebody gave one that is none. */
async function nearMiss(url: string, eras: (place: string) => Promise<Era[]>): Promise<string | undefined> {
  const { origin, pathname } = new URL(url);
  const below = `${pathname.replace(/\/+$/, '')}/mcp`;
  for (const path of new Set([below, ...USUAL_PATHS])) {
    const place = `${origin}${path}`;
    if (place === url) continue;
    const isThere = await eras(place).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return undefined;
}
