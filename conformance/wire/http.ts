import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Agent, request as send } from 'undici';
import type { Exchange, Party } from '../run/model.ts';
import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, Untestable, Violation } from '../vocabulary/expect.ts';
import type { Http, Outgoing } from '../vocabulary/http.ts';
import { createAnswer, isEventStream, sseMessages, withPlainLines } from './answer.ts';
import { type Breaker, BUDGET, type Budget, createBreaker, placeOfRequest } from './budget.ts';
import { ACCEPTED, decoded, wrongCoding } from './content-encoding.ts';
import { type Guard, guardedConnector, Refused } from './guard.ts';
import { noteEnded, noteHungUp, noteLeftOpen, noteRaced, type Recorder } from './recorder.ts';
import { whyNone } from './why-none.ts';

/** Milliseconds to wait for an answer. */
export const DEADLINE = BUDGET.answer;
/** The most bytes of the headers of an answer. */
const LARGEST_HEAD = 64 * 1024;

/**
 * Milliseconds for which a connection is kept that nobody uses: servers hang up after five seconds or more, and a request
 * that meets their hanging up is lost through nobody's fault.
 */
const IDLE = 1000;

export interface PoolOptions {
  budget?: Partial<Budget> | undefined;
  /** Decides where connections may go; anywhere unless given. */
  guard?: Guard | undefined;
  /** Ends every request that is under way, and lets none begin. */
  signal?: AbortSignal | undefined;
}

/** The connections of a run, and what it has seen of who is at their other end. */
export type Pool = Agent & {
  budget: Budget;
  breaker: Breaker;
  guard?: Guard | undefined;
  signal?: AbortSignal | undefined;
};

/** One pool for a whole run; close it at the end. `ca` holds certificates in PEM that are trusted besides the usual. */
export function createPool(ca?: string, { budget: own, guard, signal }: PoolOptions = {}): Pool {
  const budget = { ...BUDGET, ...own };
  const trusted = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  // Each request that is under way listens.
  if (signal) setMaxListeners(0, signal);
  const agent = new Agent({
    headersTimeout: budget.answer,
    bodyTimeout: budget.answer,
    connect: guardedConnector(guard, { timeout: budget.answer, ...trusted }),
    connections: 64,
    keepAliveTimeout: IDLE,
    keepAliveMaxTimeout: IDLE,
    maxHeaderSize: LARGEST_HEAD,
  });
  return Object.assign(agent, { budget, breaker: createBreaker(budget), guard, signal });
}

function prepare(outgoing: Outgoing) {
  const headers: Record<string, string> = {
    'user-agent': 'openbell',
    'accept-encoding': ACCEPTED,
    ...outgoing.headers,
  };
  let body = outgoing.body;
  if (outgoing.form) {
    const given = Object.entries(outgoing.form).filter((pair): pair is [string, string] => pair[1] !== undefined);
    body = new URLSearchParams(given).toString();
    headers['content-type'] ??= 'application/x-www-form-urlencoded';
  }
  if (outgoing.json !== undefined) {
    body = JSON.stringify(outgoing.json);
    headers['content-type'] ??= 'application/json';
  }
  return { method: outgoing.method ?? (body === undefined ? 'GET' : 'POST'), url: outgoing.url, headers, body };
}

/** A body with spaces behind it, which are not in memory all at once, with the header that says how long it is. */
function padded(body: string, spaces: number) {
  function* pieces() {
    yield Buffer.from(body);
    const some = Buffer.alloc(64 * 1024, ' ');
    for (let left = spaces; left > 0; left -= some.length) yield some.subarray(0, Math.min(left, some.length));
  }
  return { body: Readable.from(pieces()), length: `${Buffer.byteLength(body) + spaces}` };
}

function flatten(headers: Record<string, string | string[] | undefined>) {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  return flat;
}

/**
 * Watches an event stream for the answer to its request: that it ends then is only recommended. Looks at each event
 * once, however many there are.
 */
function awaitAnswer(): (part: Uint8Array) => boolean {
  const decoder = new TextDecoder();
  let event = '';
  return (part) => {
    event += decoder.decode(part, { stream: true });
    if (!withPlainLines(event.slice(-4)).endsWith('\n\n')) return false;
    const messages = sseMessages(event);
    event = '';
    return messages.some((message) => 'result' in message || 'error' in message);
  };
}

/** Reads a body to its end; a stream that is still open a while after its answer is left, which `onLeft` is told. */
async function readBody(
  body: Readable,
  isStream: boolean,
  { bytes }: Budget,
  breaker: Breaker,
  onLeft: () => void,
): Promise<string> {
  const parts: Uint8Array[] = [];
  const hasAnswered = awaitAnswer();
  let size = 0;
  let left = false;
  let linger: NodeJS.Timeout | undefined;
  const leave = () => {
    if (body.readableEnded) return;
    left = true;
    breaker.leftOpen();
    onLeft();
    body.destroy();
  };
  // Its end may have come while we were busy: what is there is read first.
  const leaveIfOpen = () => setImmediate(leave);
  try {
    for await (const part of body) {
      size += part.length;
      if (size > bytes) throw new TooLong(bytes);
      parts.push(part);
      if (isStream && !linger && hasAnswered(part)) linger = setTimeout(leaveIfOpen, breaker.linger());
    }
  } catch (error) {
    if (!left) throw error;
  } finally {
    clearTimeout(linger);
  }
  return Buffer.concat(parts).toString('utf8');
}

const INTERRUPTED = 'the run was interrupted';

class TooLong extends Error {
  readonly most: number;
  constructor(most: number) {
    super(`its answer is longer than ${most} bytes`);
    this.most = most;
  }
}

/** A request that is under way; `isPatient` where no answer would be a fault of the server. */
interface Begun {
  exchange: Exchange;
  began: number;
  isPatient: boolean;
}

/**
 * Sends raw HTTP/1.1, follows no redirect, repeats nothing, and records every exchange. A place that let several requests
 * die is not asked again: `silence` says whether that is what is looked at.
 */
export function createHttp(
  recorder: Recorder,
  pool: Pool,
  partyOf: (url: string) => Party,
  silence: 'is in the way' | 'is a finding' = 'is in the way',
): Http {
  const { budget, breaker, signal } = pool;
  let together = 0;

  /** What could not be asked, or was not answered, by what was in the way. */
  function failed({ exchange, began, isPatient }: Begun, error: unknown, wanted: string, seen: string): Error {
    const { method, url } = exchange.request;
    exchange.ms = performance.now() - began;
    exchange.failure = signal?.aborted ? INTERRUPTED : whyNone(error, url);
    if (signal?.aborted) return new Untestable(INTERRUPTED);
    if (error instanceof Refused) return new Blocked(error.message);
    // What cannot be sent is no silence of the server.
    const isUnsent = (error as { code?: string }).code === 'UND_ERR_INVALID_ARG';
    if (!isUnsent && isPatient) breaker.died(placeOfRequest(method, url), exchange.failure, exchange.ms);
    const at = { exchange: exchange.n } as Answer;
    if (error instanceof TooLong) return new Violation(`an answer of at most ${error.most} bytes`, 'a longer one', at);
    return new Violation(wanted, `${seen}: ${exchange.failure}`, at);
  }

  async function start(outgoing: Outgoing) {
    const { method, url, headers, body } = prepare(outgoing);
    const refusal = breaker.refusal(placeOfRequest(method, url));
    if (refusal)
      throw silence === 'is a finding' ? new Violation('an answer', refusal) : new Blocked(refusal, 'no answer');
    if (signal?.aborted) throw new Untestable(INTERRUPTED);
    if (together > budget.together)
      throw new Untestable(`the answers to one check come to more than ${budget.together} characters`);
    const exchange = recorder.begin(outgoing.from ?? 'client', partyOf(url), {
      method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    if (outgoing.isRaced || outgoing.isMomentary) noteRaced(exchange);
    const { patience } = outgoing;
    const begun: Begun = { exchange, began: performance.now(), isPatient: patience === undefined };
    const ends = [...(signal ? [signal] : []), ...(patience ? [AbortSignal.timeout(patience)] : [])];
    try {
      // A server that hangs up on what it does not want to read hangs up on nobody else.
      const reset = outgoing.isRaced ?? false;
      const long = outgoing.spaces ? padded(body ?? '', outgoing.spaces) : undefined;
      if (long) headers['content-length'] = long.length;
      const what = { method: method as 'GET', headers, body: long?.body ?? body ?? null, dispatcher: pool, reset };
      const response = await send(url, {
        ...what,
        ...(ends.length > 0 ? { signal: ends.length > 1 ? AbortSignal.any(ends) : ends[0]! } : {}),
      });
      return { ...begun, response, received: flatten(response.headers) };
    } catch (error) {
      throw failed(begun, error, 'an answer', 'none');
    }
  }
  const finish = (started: Awaited<ReturnType<typeof start>>, text: string): Answer => {
    const { exchange, began, response, received: headers } = started;
    exchange.ms = performance.now() - began;
    breaker.lived(placeOfRequest(exchange.request.method, exchange.request.url), response.statusCode, exchange.ms);
    exchange.response = { status: response.statusCode, headers, body: text };
    together += text.length;
    const setCookies = [response.headers['set-cookie'] ?? []].flat();
    return createAnswer({
      status: response.statusCode,
      headers,
      setCookies,
      text,
      exchange: exchange.n,
      url: exchange.request.url,
    });
  };
  const codingOf = ({ received }: Awaited<ReturnType<typeof start>>) => received['content-encoding'];
  /** An answer that came and cannot be read, for its coding is none that it says: a finding, and no silence of the server. */
  function codingProblem(started: Awaited<ReturnType<typeof start>>, error: unknown): Violation | undefined {
    const { exchange, response, received, began } = started;
    const wrong = error instanceof Violation ? error : wrongCoding(error, codingOf(started));
    if (!wrong) return undefined;
    exchange.ms = performance.now() - began;
    exchange.failure = (error as Error).message;
    exchange.response = { status: response.statusCode, headers: received, body: '' };
    return new Violation(wrong.expected, wrong.seen, { exchange: exchange.n } as Answer);
  }

  const http: Http = {
    async send(outgoing) {
      const started = await start(outgoing);
      const { body } = started.response;
      const isStream = isEventStream(started.received);
      const late = setTimeout(() => body.destroy(new Error(`not whole after ${budget.whole} ms`)), budget.whole);
      try {
        const onLeft = () => noteLeftOpen(started.exchange);
        return finish(started, await readBody(decoded(body, codingOf(started)), isStream, budget, breaker, onLeft));
      } catch (error) {
        throw codingProblem(started, error) ?? failed(started, error, 'a whole answer', 'it broke off');
      } finally {
        clearTimeout(late);
      }
    },
    get: (url, headers) => http.send({ url, ...(headers ? { headers } : {}) }),
    async open(outgoing) {
      const started = await start(outgoing);
      const stream = decoded(started.response.body, codingOf(started));
      stream.on('error', () => {});
      const chunks = stream[Symbol.asyncIterator]();
      // A character may come in two parts.
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      const nextChunk = () =>
        chunks.next().then(
          (part) => {
            if (!part.done) return decoder.decode(part.value, { stream: true });
            if (!stream.destroyed || stream.readableEnded) noteEnded(started.exchange);
            return 'ended' as const;
          },
          () => 'ended' as const,
        );
      // Whoever gave up waiting for it leaves it to whoever asks next.
      let awaited: ReturnType<typeof nextChunk> | undefined;
      const answer = finish(started, '');
      return {
        answer,
        async next(milliseconds = budget.answer) {
          let timer: NodeJS.Timeout | undefined;
          const silence = new Promise<'silent'>((resolve) => {
            timer = setTimeout(() => resolve('silent'), milliseconds);
          });
          awaited ??= nextChunk();
          const got = await Promise.race([awaited, silence]);
          clearTimeout(timer);
          if (got === 'silent') return got;
          awaited = undefined;
          if (got === 'ended') return got;
          const { response } = started.exchange;
          response!.body = `${response!.body ?? ''}${got}`;
          // A stream that never stops talking fills the memory: enough was heard.
          if (response!.body.length <= budget.bytes) return got;
          stream.destroy();
          return 'ended';
        },
        close() {
          if (!stream.readableEnded) noteHungUp(started.exchange);
          stream.destroy();
        },
      };
    },
  };
  return http;
}
