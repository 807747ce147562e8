import { expect, test } from 'vitest';
import type { Answer } from '../vocabulary/answer.ts';
import type { Http } from '../vocabulary/http.ts';
import { discover } from './discover.ts';

/** What is asked for when a target points here with its challenge. */
async function askedFor(mcpUrl: string, pointedAt: string): Promise<string[]> {
  const asked: string[] = [];
  const get = async (url: string) => {
    asked.push(url);
    return { status: 404 } as Answer;
  };
  const http = { get } as unknown as Http;
  const headers = { 'www-authenticate': `Bearer resource_metadata="${pointedAt}"` };
  await discover(http, mcpUrl, async () => ({ status: 401, headers }) as unknown as Answer);
  return asked.filter((url) => url === pointedAt);
}

test.each([
  'http://127.0.0.1:8080/metadata',
  'http://localhost/metadata',
  'http://169.254.169.254/latest/meta-data',
  'http://metadata.google.internal/',
  'http://10.0.0.7/',
  'http://[::1]/',
  'http://[fd00::1]/',
])('a target of the outside cannot make us look at %s', async (url) => {
  expect(await askedFor('https://mcp.example.com/mcp', url)).toEqual([]);
  expect(await askedFor('http://127.0.0.1:9000/mcp', url)).toEqual([url]);
});

test('another public host is followed', async () => {
  const url = 'https://auth.example.com/metadata';
  expect(await askedFor('https://mcp.example.com/mcp', url)).toEqual([url]);
});
