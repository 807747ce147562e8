import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Http } from '../vocabulary/http.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import { createAnswer } from '../wire/answer.ts';
import { patientHttp, placeOf } from './limits.ts';
import { patienceOf } from './patience.ts';
import type { TargetContext } from './target.ts';

// Time is that of this test: what is waited passes at once.
let now = 0;
let whileItWaits = () => {};
const wait = async (_: unknown, seconds: number): Promise<void> => {
  now += seconds * 1000;
  whileItWaits();
};
beforeEach(() => {
  now = 1_000_000;
  whileItWaits = () => {};
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => void vi.restoreAllMocks());

const url = 'https://gateway.example/mcp';
const headers = { authorization: 'Bearer one' };
const refused = { status: 429, headers: { 'retry-after': '1' } };

/** A target of which somebody who asks alone is refused so often. */
function targetWith(refusals: number) {
  const target = {
    limits: new Map(),
    announced: new Map(),
    servedAt: new Map(),
    patience: patienceOf(),
    pool: { breaker: { hasServed: () => true } },
  } as unknown as TargetContext;
  let left = refusals;
  const answer = () =>
    createAnswer({ ...(left-- > 0 ? refused : { status: 200, headers: {} }), text: '{}', exchange: 1 } as never);
  const http = { send: async () => answer() } as unknown as Http;
  const hooks = { has: () => false } as unknown as Hooks;
  return { target, http: patientHttp(http, target, hooks, wait) };
}

test('a limit that does not end when it said is no place to wait', async () => {
  const { http } = targetWith(4);
  await expect(http.send({ url, headers })).rejects.toThrow('room again in 1 second, which was waited for in vain');
  await expect(http.send({ url, headers })).rejects.toThrow('waited for in vain');
});

test('whoever waits while others beside it are served waits on', async () => {
  const { target, http } = targetWith(8);
  whileItWaits = () => void target.servedAt.set(placeOf(url, headers), now - 500);
  expect((await http.send({ url, headers })).status).toBe(200);
});

test('but not for ever', async () => {
  const { target, http } = targetWith(1_000);
  whileItWaits = () => void target.servedAt.set(placeOf(url, headers), now - 500);
  await expect(http.send({ url, headers })).rejects.toThrow('in vain');
  expect(now - 1_000_000).toBe(20_000);
});

test('a run that has waited enough says so', async () => {
  const { target, http } = targetWith(1);
  target.patience.left = 0;
  await expect(http.send({ url, headers })).rejects.toThrow('the run has waited for as long as it may');
});
