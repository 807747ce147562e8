import { request } from 'undici';
import { IncompleteError } from '../help/failures.ts';
import { type Era, GRADED_ERAS } from '../vocabulary/era.ts';
import { sseMessages } from '../wire/answer.ts';
import { createPool, WHOLE_ANSWER } from '../wire/http.ts';
import { CLIENT_INFO } from '../wire/mcp.ts';

interface Seen {
  status: number;
  type: string;
  challenge: boolean;
  location: string | undefined;
  text: string;
}

interface ProbeOptions {
  signal?: AbortSignal;
  /** Sent along with each request. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * Asks the URL, without a token, what it is. Returns the eras that it can be graded in: those that it answers, or
 * both where it wants a token first. Throws `IncompleteError` with one sentence where nothing answers, or no
 * MCP server, or nobody wants to wait any longer.
 */
export async function probe(url: string, { signal: interrupt, headers: own = {} }: ProbeOptions = {}): Promise<Era[]> {
  const pool = createPool();
  const stop = interrupt ? [interrupt] : [];
  const ask = async (headers: Record<string, string>, message: object): Promise<Seen> => {
    const answer = await request(url, {
      method: 'POST',
      dispatcher: pool,
      signal: AbortSignal.any([AbortSignal.timeout(WHOLE_ANSWER), ...stop]),
      headers: {
        ...own,
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
  try {
    const stateful = await ask({}, initialize);
    const stateless = await ask(statelessHeaders, discover);
    return judge(url, stateful, stateless);
  } catch (error) {
    if (error instanceof IncompleteError) throw error;
    if (interrupt?.aborted) throw new IncompleteError(`The run was interrupted before ${url} had answered.`);
    throw new IncompleteError(`${url} cannot be reached: ${reasonOf(error, url)}`);
  } finally {
    await pool.destroy();
  }
}

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

/** What TLS says of a certificate that is nobody's, or of an authority of a company's own. */
const UNKNOWN_SIGNER = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function reasonOf(error: unknown, url: string): string {
  const { code, message, name } = error as { code?: string; message: string; name: string };
  if (name === 'TimeoutError') return 'no whole answer within half a minute';
  // OpenSSL writes a line of its own, with the place in its sources.
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL_')) {
    if (!/wrong version number|packet length too long/.test(message)) return `the TLS handshake failed (${code})`;
    return `it does not speak TLS; did you mean ${url.replace(/^https/, 'http')}?`;
  }
  if (code !== undefined && UNKNOWN_SIGNER.has(code))
    return `its certificate is signed by nobody who is known here (${code}); --ca FILE names who signed it`;
  if (code?.startsWith('HPE_')) return 'it does not speak HTTP';
  const known: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'its host name is unknown',
    EAI_AGAIN: 'its host name cannot be looked up right now',
    ECONNRESET: 'the connection was cut',
    UND_ERR_CONNECT_TIMEOUT: 'no connection within ten seconds',
    UND_ERR_HEADERS_TIMEOUT: 'no answer within ten seconds',
    UND_ERR_BODY_TIMEOUT: 'its answer stopped half way',
  };
  return (code && known[code]) || message || code || 'no reason given';
}
