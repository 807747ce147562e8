import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Agent, request as send } from 'undici';
import type { Party } from '../run/model.ts';
import type { Answer } from '../vocabulary/answer.ts';
import { Violation } from '../vocabulary/expect.ts';
import type { Http, Outgoing } from '../vocabulary/http.ts';
import { createAnswer, isEventStream, sseMessages } from './answer.ts';
import { ACCEPTED, decoded, wrongCoding } from './content-encoding.ts';
import type { Recorder } from './recorder.ts';

/** Milliseconds to wait for an answer, and the most bytes of it that are read. */
export const DEADLINE = 10_000;
export const LARGEST_BODY = 2_000_000;
/** Milliseconds for a whole answer, however it drips. */
export const WHOLE_ANSWER = 3 * DEADLINE;
/** Milliseconds that a stream has to end once its answer was said; then it is left. */
export const LINGER = 1000;

/**
 * Milliseconds for which a connection is kept that nobody uses: servers hang up after five seconds or more, and a request
 * that meets their hanging up is lost through nobody's fault.
 */
const IDLE = 1000;

/** One pool for a whole run; close it at the end. `ca` holds certificates in PEM that are trusted besides the usual. */
export const createPool = (ca?: string): Agent =>
  new Agent({
    headersTimeout: DEADLINE,
    bodyTimeout: DEADLINE,
    connect: { timeout: DEADLINE, ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) },
    connections: 64,
    keepAliveTimeout: IDLE,
    keepAliveMaxTimeout: IDLE,
  });

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

function flatten(headers: Record<string, string | string[] | undefined>) {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) flat[name] = [value].flat().join(', ');
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
    if (!/(\r\n\r\n|\n\n|\r\r)$/.test(event.slice(-4))) return false;
    const messages = sseMessages(event);
    event = '';
    return messages.some((message) => 'result' in message || 'error' in message);
  };
}

async function readBody(body: Readable, isStream: boolean): Promise<string> {
  const parts: Uint8Array[] = [];
  const hasAnswered = awaitAnswer();
  let size = 0;
  let left = false;
  let linger: NodeJS.Timeout | undefined;
  const leave = () => {
    left = true;
    body.destroy();
  };
  try {
    for await (const part of body) {
      size += part.length;
      if (size > LARGEST_BODY) throw new Violation(`an answer of at most ${LARGEST_BODY} bytes`, 'a longer one');
      parts.push(part);
      if (isStream && !linger && hasAnswered(part)) linger = setTimeout(leave, LINGER);
    }
  } catch (error) {
    if (!left) throw error;
  } finally {
    clearTimeout(linger);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Sends raw HTTP/1.1, follows no redirect, repeats nothing, and records every exchange. */
export function createHttp(recorder: Recorder, pool: Agent, partyOf: (url: string) => Party): Http {
  async function start(outgoing: Outgoing) {
    const { method, url, headers, body } = prepare(outgoing);
    const exchange = recorder.begin(outgoing.from ?? 'client', partyOf(url), {
      method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const began = performance.now();
    try {
      const response = await send(url, { method: method as 'GET', headers, body: body ?? null, dispatcher: pool });
      return { exchange, began, response };
    } catch (error) {
      exchange.ms = performance.now() - began;
      exchange.failure = (error as Error).message || (error as { code?: string }).code || 'no answer';
      throw new Violation('an answer', `none: ${exchange.failure}`, { exchange: exchange.n } as Answer);
    }
  }
  const finish = (started: Awaited<ReturnType<typeof start>>, text: string): Answer => {
    const { exchange, began, response } = started;
    const headers = flatten(response.headers);
    exchange.ms = performance.now() - began;
    exchange.response = { status: response.statusCode, headers, body: text };
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
  const codingOf = ({ response }: Awaited<ReturnType<typeof start>>) => flatten(response.headers)['content-encoding'];
  const http: Http = {
    async send(outgoing) {
      const started = await start(outgoing);
      const { body } = started.response;
      const isStream = isEventStream(flatten(started.response.headers));
      const late = setTimeout(() => body.destroy(new Error(`not whole after ${WHOLE_ANSWER} ms`)), WHOLE_ANSWER);
      try {
        return finish(started, await readBody(decoded(body, codingOf(started)), isStream));
      } catch (error) {
        if (error instanceof Violation) throw error;
        started.exchange.failure = (error as Error).message;
        const wrong = wrongCoding(error, codingOf(started));
        if (wrong) throw new Violation(wrong.expected, wrong.seen, { exchange: started.exchange.n } as Answer);
        throw new Violation('a whole answer', `it broke off: ${started.exchange.failure}`, {
          exchange: started.exchange.n,
        } as Answer);
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
      const answer = finish(started, '');
      return {
        answer,
        async next(milliseconds = DEADLINE) {
          let timer: NodeJS.Timeout | undefined;
          const silence = new Promise<'silent'>((resolve) => {
            timer = setTimeout(() => resolve('silent'), milliseconds);
          });
          const chunk = chunks.next().then(
            (part) => (part.done ? ('ended' as const) : Buffer.from(part.value).toString('utf8')),
            () => 'ended' as const,
          );
          const got = await Promise.race([chunk, silence]);
          clearTimeout(timer);
          if (got === 'silent' || got === 'ended') return got;
          const { response } = started.exchange;
          response!.body = `${response!.body ?? ''}${got}`;
          // A stream that never stops talking fills the memory: enough was heard.
          if (response!.body.length <= LARGEST_BODY) return got;
          stream.destroy();
          return 'ended';
        },
        close: () => stream.destroy(),
      };
    },
  };
  return http;
}
