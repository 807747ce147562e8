import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import type { Exchange } from '../run/model.ts';
import type { Pool } from './http.ts';
import { whyNone } from './why-none.ts';

/** Milliseconds before somebody is asked again: a server that restarts is not dead. */
const AGAIN_AFTER = [300, 1_000];

/** What a proxy says of a server that is not there. */
const isGone = (status: number): boolean => status >= 502 && status <= 504;

/** Whether one of these exchanges gives reason to ask if the server at `origin` is still there. */
export const looksDead = (exchanges: readonly Exchange[], origin: string): boolean =>
  exchanges.some(
    ({ request: { url }, response }) =>
      (!response || isGone(response.status)) && URL.canParse(url) && new URL(url).origin === origin,
  );

/** Asks `url` a few times for any answer at all; returns why there is none, and undefined where there is one. */
export async function whyDead(url: string, pool: Pool): Promise<string | undefined> {
  for (const pause of [...AGAIN_AFTER, undefined]) {
    const why = await ask(url, pool);
    if (why === undefined || pause === undefined || pool.signal?.aborted) return why;
    await wait(pause);
  }
  return undefined;
}

async function ask(url: string, pool: Pool): Promise<string | undefined> {
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      dispatcher: pool,
      signal: AbortSignal.any([AbortSignal.timeout(pool.budget.answer / 2), ...(pool.signal ? [pool.signal] : [])]),
      headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
    body.on('error', () => {}).destroy();
    return isGone(statusCode) ? `it answers ${statusCode}` : undefined;
  } catch (error) {
    return whyNone(error, url);
  }
}
