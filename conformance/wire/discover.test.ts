import { expect, test } from 'vitest';
import type { Answer } from '../vocabulary/answer.ts';
import type { Http } from '../vocabulary/http.ts';
import { createAnswer } from './answer.ts';
import { discover } from './discover.ts';

const answered = (status: number, headers: Record<string, string> = {}, text = ''): Answer =>
  createAnswer({ status, headers, setCookies: [], text, exchange: 1, url: 'https://mcp.example.com/' });

/** What is asked for when a target points here with its challenge. */
async function askedFor(mcpUrl: string, pointedAt: string): Promise<string[]> {
  const asked: string[] = [];
  const get = async (url: string) => {
    asked.push(url);
    return answered(404);
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

test.each([
  ['a server that is out of order', answered(500, {}, 'oops'), 'answered 500 oops'],
  ['a page', answered(200, { 'content-type': 'text/html' }, '<p>hello</p>'), '200 with text/html, which holds no JSON'],
  ['half a document', answered(200, { 'content-type': 'application/json' }, '{"issuer": '), 'holds no JSON object'],
  ['a list', answered(200, { 'content-type': 'application/json' }, '[]'), 'holds no JSON object'],
  ['nothing', answered(200), '200 with nothing in it'],
  ['a way round in a circle', answered(302, { location: '/here' }), 'answered 302, a redirect to /here'],
])('where metadata should be and there is %s, that is said', async (_, there, words) => {
  const get = async (url: string) => (url.includes('oauth-authorization-server') ? there : answered(404));
  const { instead } = await discover({ get } as unknown as Http, 'https://mcp.example.com/mcp', async () =>
    answered(401),
  );
  expect(instead.authorizationServer[0]).toContain(words);
  expect(instead.authorizationServer).toHaveLength(2);
});

test('a place on the inside of a network is not asked, and a place that is no URL is called so', async () => {
  const get = async () => answered(404);
  for (const [place, words] of [
    ['http://10.0.0.7/', 'is on the inside of a network, and was not asked'],
    ['/.well-known/here', 'is no URL'],
  ]) {
    const first = answered(401, { 'www-authenticate': `Bearer resource_metadata="${place}"` });
    const { instead } = await discover({ get } as unknown as Http, 'https://mcp.example.com/mcp', async () => first);
    expect(instead.resourceMetadata).toEqual([`${place} ${words}`]);
  }
});
