import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { createRealClock } from '../../mock-broker/clock.ts';
import { idleMs } from './idle.ts';

/** One call of the brokerage's REST API. */
export interface BrokerCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query, from the root of the brokerage's origin. */
  path: string;
  /** The brokerage's own access token or an API key pair, never what a client presented. */
  token: string | KeyPair;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** An API key pair of the brokerage. */
export interface KeyPair {
  keyId: string;
  secret: string;
}

/** What the brokerage answered, whatever the status; `body` is parsed JSON, or undefined where there was none. */
export interface BrokerReply {
  status: number;
  body: unknown;
}

/** No usable answer came: for a call that changes something, its outcome is unknown. */
export class BrokerUnreachable extends Error {
  readonly reason: 'timeout' | 'connection' | 'too large' | 'not JSON';
  constructor(reason: BrokerUnreachable['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface BrokerApi {
  /** Resolves with any status; rejects with `BrokerUnreachable`. Never retries. */
  call(call: BrokerCall): Promise<BrokerReply>;
  close(): void;
}

const deadlineMs = 10_000;
const largestReply = 4 * 1024 * 1024;

/**
 * The brokerage over HTTP/1.1 with connections kept alive. On `node:http` because `fetch` costs more than the rest of a
 * tool call together. An answer is waited for by the machine's clock: who moves the gateway's on does not make an order late
 * that is on its way.
 */
export function createBrokerApi(origin: string, clock = createRealClock()): BrokerApi {
  const base = new URL(origin);
  const secure = base.protocol === 'https:';
  const { Agent, request } = secure ? https : http;
  const agent = new Agent({ keepAlive: true, timeout: idleMs });

  function call({ method, path, token, body, signal }: BrokerCall): Promise<BrokerReply> {
    return new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const headers: Record<string, string | number> = { ...credentialsOf(token), accept: 'application/json' };
      if (payload !== undefined) {
        headers['content-type'] = 'application/json';
        headers['content-length'] = Buffer.byteLength(payload);
      }
      const where = `${method} ${path.split('?')[0]}`;
      const options = {
        agent,
        method,
        path,
        headers,
        hostname: base.hostname,
        port: base.port,
        ...(signal && { signal }),
      };
      const outgoing = request(options, (reply) => read(reply, where).then(resolve, reject).finally(cancelDeadline));
      const cancelDeadline = clock.schedule(clock.now() + deadlineMs, () => {
        const late = `the brokerage did not answer ${where} within ${deadlineMs / 1000} s`;
        outgoing.destroy(new BrokerUnreachable('timeout', late));
      });
      outgoing.on('error', (error) => {
        cancelDeadline();
        reject(asUnreachable(error, where));
      });
      outgoing.end(payload);
    });
  }

  return { call, close: () => agent.destroy() };
}

const credentialsOf = (token: BrokerCall['token']): Record<string, string> =>
  typeof token === 'string'
    ? { authorization: `Bearer ${token}` }
    : { 'apca-api-key-id': token.keyId, 'apca-api-secret-key': token.secret };

function asUnreachable(error: Error, where: string): BrokerUnreachable {
  if (error instanceof BrokerUnreachable) return error;
  return new BrokerUnreachable(
    'connection',
    `the connection to the brokerage failed during ${where}: ${error.message}`,
  );
}

function read(reply: IncomingMessage, where: string): Promise<BrokerReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    reply.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestReply) chunks.push(chunk);
      else reply.destroy(new BrokerUnreachable('too large', `the brokerage's answer to ${where} is too large`));
    });
    reply.on('error', (error) => reject(asUnreachable(error, where)));
    reply.on('end', () => {
      const parsed = parse(reply.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'), where);
      if (parsed instanceof BrokerUnreachable) reject(parsed);
      else resolve(parsed);
    });
  });
}

function parse(status: number, text: string, where: string): BrokerReply | BrokerUnreachable {
  if (text === '') return { status, body: undefined };
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    // An error page of some proxy is still an error with a status; a success that is not JSON is no success.
    if (status >= 400) return { status, body: undefined };
    return new BrokerUnreachable('not JSON', `the brokerage answered ${where} with ${status} and no JSON`);
  }
}
