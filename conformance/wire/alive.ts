import { setTimeout as wait } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import type { Exchange } from '../run/model.ts';

/** Milliseconds before somebody is asked again: a server that restarts is not dead. */
const AGAIN_AFTER = [300, 1_000];
const ANSWER_WITHIN = 5_000;

/** What a proxy says of a server that is not there. */
const isGone = (status: number): boolean => status >= 502 && status <= 504;

/** Whether one of these exchanges gives reason to ask if the server at `origin` is still there. */
export const looksDead = (exchanges: readonly Exchange[], origin: string): boolean =>
  exchanges.some(
    ({ request: { url }, response }) =>
      (!response || isGone(response.status)) && URL.canParse(url) && new URL(url).origin === origin,
  );

/** Asks `url` a few times for any answer at all; returns why there is none, and undefined where there is one. */
export async function whyDead(url: string, dispatcher: Dispatcher): Promise<string | undefined> {
  for (const pause of [...AGAIN_AFTER, undefined]) {
    const why = await ask(url, dispatcher);
    if (why === undefined || pause === undefined) return why;
    await wait(pause);
  }
  return undefined;
}

async function ask(url: string, dispatcher: Dispatcher): Promise<string | undefined> {
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      dispatcher,
      signal: AbortSignal.timeout(ANSWER_WITHIN),
      headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
    body.on('error', () => {}).destroy();
    return isGone(statusCode) ? `it answers ${statusCode}` : undefined;
  } catch (error) {
    const { code, name, message } = error as { code?: string; name: string; message: string };
    if (code === 'ECONNREFUSED') return 'nothing listens there';
    return name === 'TimeoutError' ? 'no answer within five seconds' : message || code || 'no answer';
  }
}
