import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { idleMs } from './idle.ts';
import { UpstreamUnavailable } from './upstream-gone.ts';

export interface BrokerRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface BrokerAnswer {
  status: number;
  /** Parsed where the answer is JSON, else undefined. */
  json: unknown;
}

/** Sends one request to the brokerage. Rejects with `UpstreamUnavailable` when no whole answer comes in time. */
export type SendToBroker = (request: BrokerRequest) => Promise<BrokerAnswer>;

const deadlineMs = 10_000;
const largestAnswer = 1_000_000;

async function readJson(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > largestAnswer) throw new Error(`the answer is larger than ${largestAnswer} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A sender with connections of its own, which `close` ends. */
export function createBrokerHttp(): { send: SendToBroker; close(): void } {
  const idle = { keepAlive: true, timeout: idleMs };
  const agents = { http: new http.Agent(idle), https: new https.Agent(idle) };
  const send: SendToBroker = ({ method, url, headers = {}, body }) =>
    new Promise<BrokerAnswer>((resolve, reject) => {
      const secure = url.startsWith('https:');
      const fail = (cause: unknown) =>
        reject(new UpstreamUnavailable(`no answer from ${new URL(url).origin}`, { cause }));
      const outgoing = (secure ? https : http).request(url, {
        method,
        agent: secure ? agents.https : agents.http,
        signal: AbortSignal.timeout(deadlineMs),
        headers: { accept: 'application/json', ...headers, 'content-length': String(Buffer.byteLength(body ?? '')) },
      });
      outgoing.on('error', fail);
      outgoing.on('response', (response) => {
        readJson(response).then((json) => resolve({ status: response.statusCode ?? 0, json }), fail);
      });
      outgoing.end(body);
    });
  return {
    send,
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
