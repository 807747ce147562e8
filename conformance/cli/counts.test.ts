import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { temporaryFolder, type } from '../../dev/testing/terminal.ts';

interface Started {
  request: { method: string; url: string };
}

/** What the servers of this process get while `work` is done. */
async function served(work: () => Promise<unknown>): Promise<string[]> {
  const requests: string[] = [];
  const note = (message: unknown) => {
    const { method, url } = (message as Started).request;
    requests.push(`${method} ${url.split('?')[0]}`);
  };
  subscribe('http.server.request.start', note);
  try {
    await work();
  } finally {
    unsubscribe('http.server.request.start', note);
  }
  return requests;
}

test('one profile in both eras needs no more requests, sign-ins and resets than it did', async () => {
  const args = ['demo', '--profile', 'dynamic-client', '--reporter', 'json', '--out', temporaryFolder()];
  const requests = await served(() => type(args));
  const count = (wanted: string) => requests.filter((request) => request === wanted).length;
  expect(requests.length).toBeLessThanOrEqual(4_730);
  expect(count('POST /sign-in')).toBeLessThanOrEqual(136);
  expect(count('POST /test-hooks/reset')).toBeLessThanOrEqual(60);
  // That it counts at all.
  expect(requests.length).toBeGreaterThan(1_000);
});
