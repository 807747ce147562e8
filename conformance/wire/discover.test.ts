import { expect, test } from 'vitest';
import type { Answer } from '../vocabulary/answer.ts';
import { Blocked } from '../vocabulary/expect.ts';
import type { Http } from '../vocabulary/http.ts';
import { createAnswer } from './answer.ts';
import { discover } from './discover.ts';

const answered = (status: number, headers: Record<string, string> = {}, text = ''): Answer =>
  createAnswer({ status, headers, setCookies: [], text, exchange: 1, url: 'https://mcp.example.com/' });

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

test('a place that is not to be asked, and one that is no URL, are called so', async () => {
  const refused = 'http://10.0.0.7/';
  const get = async (url: string) => {
    if (url === refused) throw new Blocked('10.0.0.7 is on a private network');
    return answered(404);
  };
  for (const [place, words] of [
    [refused, '10.0.0.7 is on a private network'],
    ['/.well-known/here', '/.well-known/here is no URL'],
  ]) {
    const first = answered(401, { 'www-authenticate': `Bearer resource_metadata="${place}"` });
    const { instead } = await discover({ get } as unknown as Http, 'https://mcp.example.com/mcp', async () => first);
    expect(instead.resourceMetadata).toEqual([words]);
  }
});

const document = (text: object): Answer => answered(200, { 'content-type': 'application/json' }, JSON.stringify(text));

test.each([
  ['the first that is there', ['https://gone.example', 'https://there.example/path'], 'https://there.example/path'],
  ['the first of two', ['https://there.example/path', 'https://gone.example'], 'https://there.example/path'],
  ['the first, where none is', ['https://gone.example', 'https://lost.example'], 'https://gone.example'],
  ['none, where nothing is listed by a URL', ['nowhere', 7], undefined],
])('of several authorization servers a client takes %s', async (_, authorization_servers, issuer) => {
  const get = async (url: string) => {
    if (url.endsWith('/oauth-protected-resource/mcp')) return document({ authorization_servers });
    return url === 'https://there.example/.well-known/oauth-authorization-server/path'
      ? document({ issuer: 'https://there.example/path' })
      : answered(404);
  };
  const ask = async () => answered(401);
  const found = await discover({ get } as unknown as Http, 'https://mcp.example.com/mcp', ask);
  expect(found.issuer).toBe(issuer);
  expect(found.authorizationServer?.doc.issuer).toBe(issuer?.includes('there') ? issuer : undefined);
});
