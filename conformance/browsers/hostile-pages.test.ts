import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttp, createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { createFormUserAgent } from './form.ts';
import { isCallback } from './goal.ts';
import { readHtml } from './html.ts';

const servers: Server[] = [];
const pool = createPool();
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const signIn = (action = '') =>
  `<form method="post" action="${action}"><input name="email"><input type="password" name="password"><button>Go</button></form>`;
const human = { email: 'trader@example.com', password: 'opening-bell' };

async function visit(url: string, signsInAt: string[]) {
  const recorder = createRecorder();
  const browser = createFormUserAgent(
    createHttp(recorder, pool, () => 'gateway'),
    recorder,
    createSecrets(),
  );
  return browser.visit(url, 'http://127.0.0.1:1/callback', { ...human, signsInAt });
}

/** A stranger that remembers what it was told. */
async function stranger(): Promise<{ origin: string; heard: string[] }> {
  const heard: string[] = [];
  const origin = await serve((req, res) => {
    req.on('data', (chunk) => heard.push(String(chunk)));
    req.on('end', () => res.end(signIn()));
  });
  return { origin, heard };
}

test.each([
  [
    'a redirect to its page',
    (evil: string): RequestListener =>
      (_req, res) =>
        res.writeHead(302, { location: evil }).end(),
  ],
  [
    'a form that is sent to it',
    (evil: string): RequestListener =>
      (_req, res) =>
        res.end(signIn(evil)),
  ],
  [
    'a button that sends the form to it',
    (evil: string): RequestListener =>
      (_req, res) =>
        res.end(signIn().replace('<button>', `<button formaction="${evil}">`)),
  ],
  [
    'a base that the form is relative to',
    (evil: string): RequestListener =>
      (_req, res) =>
        res.end(`<base href="${evil}">${signIn('in')}`),
  ],
  [
    'a form that is passed on to it',
    (evil: string): RequestListener =>
      (req, res) => {
        req.resume();
        if (req.method === 'GET') res.end(signIn());
        else res.writeHead(307, { location: evil }).end();
      },
  ],
])('no password reaches a stranger by %s', async (_, gateway) => {
  const { origin, heard } = await stranger();
  const target = await serve(gateway(`${origin}/`));
  await expect(visit(target, [target])).rejects.toThrow();
  expect(heard).toEqual([]);
});

test('a password is typed where it belongs', async () => {
  const { origin, heard } = await stranger();
  await visit(origin, [origin]);
  expect(heard).toEqual(['email=trader%40example.com&password=opening-bell']);
});

test('a redirect to no URL is a finding', async () => {
  const target = await serve((_req, res) => res.writeHead(302, { location: 'http://[' }).end());
  await expect(visit(target, [target])).rejects.toMatchObject({ expected: 'a redirect to a URL' });
});

test('a page that is nested without end is read', () => {
  expect(readHtml(`${'<div>'.repeat(200_000)}in there<form></form>`).forms).toEqual([]);
  expect(readHtml(`<title>T</title>${'<div>'.repeat(5_000)}in <b>there</b><form></form>`)).toMatchObject({
    title: 'T',
    text: 'in there',
    forms: [{ action: '' }],
  });
});

test('the client is reached by its own query in any order, and by no other address', () => {
  const client = 'https://client.example/callback?tenant=seven';
  const isThere = (url: string) => isCallback(new URL(url), client);
  expect(isThere('https://client.example/callback?code=1&tenant=seven')).toBe(true);
  expect(isThere('https://client.example/callback?code=1&tenant=eight')).toBe(false);
  expect(isThere('https://client.example/callback/?tenant=seven&code=1')).toBe(false);
  expect(isThere('https://client.example.attacker.example/callback?tenant=seven')).toBe(false);
});

test('on this machine the page to which the target leads is trusted, and no form of it that goes elsewhere', async () => {
  const bank = await stranger();
  const gateway = await serve((_req, res) => res.writeHead(302, { location: bank.origin }).end());
  const here = { ...human, signsInAt: [gateway], isOnThisMachine: true };
  const browse = () => {
    const recorder = createRecorder();
    const http = createHttp(recorder, pool, () => 'gateway');
    return createFormUserAgent(http, recorder, createSecrets());
  };
  await browse().visit(gateway, 'http://127.0.0.1:1/callback', here);
  expect(bank.heard.join()).toContain('opening-bell');
  const evil = await stranger();
  const trap = await serve((_req, res) => res.end(signIn(evil.origin)));
  const visit = browse().visit(trap, 'http://127.0.0.1:1/callback', here);
  await expect(visit).rejects.toThrow('sign_in_origins');
  expect(evil.heard).toEqual([]);
});
