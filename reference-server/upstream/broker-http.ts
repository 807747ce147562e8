import http from 'node:http';
import https from 'node:https';
import { idleMs } from './idle.ts';
import { UpstreamUnavailable } from './upstream-gone.ts';
import { askForAll } from './whole-answer.ts';

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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A sender with connections of its own, which `close` ends. */
export function createBrokerHttp(): { send: SendToBroker; close(): void } {
  const idle = { keepAlive: true, timeout: idleMs };
  const agents = { http: new http.Agent(idle), https: new https.Agent(idle) };
  const send: SendToBroker = async ({ method, url, headers = {}, body }) => {
    const agent = url.startsWith('https:') ? agents.https : agents.http;
    const all = { accept: 'application/json', ...headers };
    try {
      const answer = await askForAll({ method, url, headers: all, body, agent, deadlineMs, largestAnswer });
      return { status: answer.status, json: parsed(answer.text) };
    } catch (cause) {
      throw new UpstreamUnavailable(`no answer from ${new URL(url).origin}`, { cause });
    }
  };
  return {
    send,
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
