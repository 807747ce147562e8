import { expect, test } from 'vitest';
import type { Exchange } from '../run/model.ts';
import type { Answerer, Kind, Observation, Sight } from '../vocabulary/observation.ts';
import { eachRefusalChallenges, wellFormed } from './challenges.ts';
import {
  bodiesAreWhatTheyAreCalled,
  cookiesAreOutOfReach,
  messagesGoToOneOrigin,
  pagesAreNotFramed,
  tokensAreNotStored,
} from './headers.ts';
import { jsonOrStream, jsonRpc, sameId, typeOfResults } from './messages.ts';
import {
  errorRedirects,
  formAction,
  formsAreFollowedBy303,
  formsAreNotSentOn,
  inTheQuery,
  iss,
  issIsAnIssuer,
  noToken,
  state,
} from './redirects.ts';
import { managementIsWhole, secretsSayWhenTheyExpire } from './registrations.ts';
import { schema } from './schemas.ts';
import { lookAt, type Scene } from './sights.ts';
import { answersInTheEnd, endsWithTheAnswer, saysWhenToComeBack } from './streams.ts';

const gateway = 'https://gateway.example';
const broker = 'https://broker.example';
const mcpUrl = `${gateway}/mcp`;

const scene = (era: Scene['about']['era'] = '2026-07-28', announcesIss = true): Scene => ({
  about: { era, mcpUrl, issuer: { issuer: gateway, announcesIss } },
  answererOf: ({ origin }) => (origin === gateway ? 'gateway' : origin === broker ? 'broker' : undefined),
  isHook: (url) => url.startsWith(`${gateway}/test-hooks`),
});

type Part = Partial<Pick<Exchange, 'from' | 'to' | 'failure'>> & {
  request?: Partial<Exchange['request']>;
  response?: Partial<Exchange['response']>;
};
const exchange = ({ request, response, ...rest }: Part, n = 1): Exchange => ({
  n,
  from: 'client',
  to: 'gateway',
  ms: 0,
  ...rest,
  request: { method: 'GET', url: gateway, headers: {}, ...request },
  response: { status: 200, headers: {}, ...response },
});

/** What the observer says of each exchange that concerns it: what was seen, where that is a breach. */
function saidOf({ kind, of = ['gateway'], judge }: Observation, parts: readonly Part[], at = scene()): string[] {
  const said: string[] = [];
  lookAt(parts.map(exchange), at, (shown: Kind, by: Answerer, sight) => {
    if (shown !== kind || !of.includes(by)) return;
    const one = judge(sight as unknown as Sight<Kind>);
    if (one) said.push(one === 'well' ? 'well' : one.seen);
  });
  return said;
}

const json = { 'content-type': 'application/json' };
const rpc = (body: unknown, { method = 'tools/list', era = '2026-07-28', id = 1, status = 200 } = {}): Part => ({
  request: {
    method: 'POST',
    url: mcpUrl,
    headers: { 'mcp-protocol-version': era },
    body: JSON.stringify({ jsonrpc: '2.0', id, method }),
  },
  response: { status, headers: json, body: typeof body === 'string' ? body : JSON.stringify(body) },
});
const result = (value: unknown, id: unknown = 1) => ({ jsonrpc: '2.0', id, result: value });
const tools = (list: unknown[]) => result({ resultType: 'complete', ttlMs: 0, cacheScope: 'private', tools: list });

const asks = (params: Record<string, string>, at = gateway): Part => ({
  from: 'human',
  request: {
    url: `${at}/authorize?${new URLSearchParams({ client_id: 'c', response_type: 'code', redirect_uri: 'https://client.example/back', ...params })}`,
  },
});
const redirects = (location: string, at = gateway): Part => ({
  from: 'human',
  request: { method: 'POST', url: `${at}/consent` },
  response: { status: 302, headers: { location } },
});
const page = (headers: Record<string, string>, url = `${gateway}/consent`): Part => ({
  from: 'human',
  request: { url },
  response: { headers: { 'content-type': 'text/html', ...headers }, body: '<title>Allow?</title>' },
});

test('what is no message is told, and a refusal by HTTP status alone is none', () => {
  expect(saidOf(jsonRpc, [rpc(result({})), rpc({ error: 'invalid_token' }, { status: 401 })])).toEqual(['well']);
  expect(saidOf(jsonRpc, [rpc({ ...result({}), error: { code: 1, message: '' } })])[0]).toContain('"error"');
  expect(saidOf(jsonRpc, [rpc({ jsonrpc: '2.0', id: 1, error: { code: 'E1', message: '' } })])[0]).toContain('E1');
});

test('an id may be missing where a request was refused unread, and nowhere else', () => {
  const error = { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'no' } };
  expect(saidOf(sameId, [rpc(error, { status: 400 }), rpc(result({}))])).toEqual(['well', 'well']);
  expect(saidOf(sameId, [rpc(error), rpc(result({}, '1'))])).toEqual(['null', '"1"']);
});

test('a body of another type than it says is told', () => {
  const plain = rpc(result({}));
  expect(saidOf(jsonOrStream, [plain])).toEqual(['well']);
  expect(saidOf(jsonOrStream, [rpc('<h1>Hello</h1>')])[0]).toContain('<h1>');
});

test('messages are read by the schema of the revision that their request speaks', async () => {
  await schema.load?.();
  const loose = [{ name: 'a', inputSchema: { type: 'object' }, outputSchema: { properties: {} } }];
  const older = (list: unknown[]) => rpc(result({ tools: list }), { era: '2025-11-25' });
  expect(saidOf(schema, [rpc(tools(loose))])).toEqual(['well']);
  expect(saidOf(schema, [older(loose)], scene('2025-11-25'))[0]).toMatch(/outputSchema\.type/);
  expect(saidOf(schema, [older([null])], scene('2025-11-25'))[0]).toMatch(/tools\.0/);
  expect(saidOf(schema, [older([null])])).toEqual([]);
  expect(saidOf(schema, [rpc(result({ resultType: 'complete' }), { method: 'tools/call' })])).toEqual(['none']);
  const asked = `data: ${JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'roots/list' })}\n\n`;
  const stream = rpc(asked);
  stream.response!.headers = { 'content-type': 'text/event-stream' };
  expect(saidOf(schema, [stream])).toEqual(['roots/list']);
  expect(saidOf(typeOfResults, [rpc(result({}))])[0]).toBe('{}');
});

test('the state is that of a request for the redirect URI, sent with one of several or with none', () => {
  const back = 'https://client.example/back';
  const both = [asks({ state: 'a b' }), asks({ state: 'c' })];
  expect(saidOf(state, [...both, redirects(`${back}?code=1&state=a+b`)])).toEqual(['well']);
  expect(saidOf(state, [...both, redirects(`${back}?error=no&state=d`)])).toEqual(['d']);
  expect(saidOf(state, [...both, redirects(`${back}?code=1`)])).toEqual(['nothing']);
  expect(saidOf(state, [asks({}), redirects(`${back}?code=1`)])).toEqual(['well']);
  expect(saidOf(state, [...both, redirects('https://elsewhere.example/?code=1')])).toEqual([]);
});

test('iss is there where it is announced, and only there', () => {
  const come = (query: string) => [asks({}), redirects(`https://client.example/back?${query}`)];
  const own = `iss=${encodeURIComponent(gateway)}`;
  expect(saidOf(iss, come(`error=no&${own}`))).toEqual(['well']);
  expect(saidOf(iss, come('code=1'))).toEqual(['nothing']);
  expect(saidOf(iss, come(`code=1&${own}`), scene('2026-07-28', false))).toEqual([gateway]);
});

test('a fragment is right for who asked for a token, and wrong for who asked for a code', () => {
  const hash = redirects('https://client.example/back#error=no');
  expect(saidOf(inTheQuery, [asks({}), hash])).toEqual(['it is in the fragment']);
  expect(saidOf(inTheQuery, [asks({ response_type: 'token' }), hash])).toEqual([]);
  const token = redirects('https://client.example/back?code=1&access_token=2');
  expect(saidOf(noToken, [asks({}), token])[0]).toContain('access_token');
});

test('quotes in what is said of an error are told', () => {
  const come = (text: string) => [
    asks({}),
    redirects(`https://client.example/back?error=no&error_description=${encodeURIComponent(text)}`),
  ];
  expect(saidOf(errorRedirects, come('not now'))).toEqual(['well']);
  expect(saidOf(errorRedirects, come('“no”'))).toEqual(['"“no”"']);
});

test('pages count between a request and its answer, and only where the target answers for them', () => {
  const open = page({});
  const safe = page({ 'content-security-policy': "frame-ancestors 'none'" });
  const done = redirects('https://client.example/back?code=1');
  expect(saidOf(pagesAreNotFramed, [open, asks({}), safe, done, open])).toEqual(['well']);
  expect(saidOf(pagesAreNotFramed, [asks({}), page({}, 'https://login.example/')])).toEqual([]);
  expect(saidOf(pagesAreNotFramed, [asks({}), page({}, `${broker}/sign-in`)])).toEqual(['neither']);
});

test('a policy is judged by where the form leads in the end', () => {
  const self = { 'content-security-policy': "form-action 'self'" };
  const done = redirects('https://client.example/back?code=1');
  expect(saidOf(formAction, [asks({}), page(self), done])[0]).toContain("form-action 'self'");
  expect(saidOf(formAction, [asks({}), page({}), done])).toEqual(['well']);
});

test('what a fault of our own made of an answer is nobody’s doing', () => {
  const fault: Part = { request: { method: 'POST', url: `${gateway}/test-hooks/faults` } };
  const open = page({}, `${broker}/sign-in`);
  expect(saidOf(pagesAreNotFramed, [asks({}), fault, open])).toEqual([]);
});

test('a cookie that is taken back need not be out of reach', () => {
  const sets = (cookie: string) => [asks({}), page({ 'set-cookie': cookie })];
  const gone = 'old=; Max-Age=0, s=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; SameSite=Lax; Secure';
  expect(saidOf(cookiesAreOutOfReach, sets(gone))).toEqual(['well']);
  expect(saidOf(cookiesAreOutOfReach, sets('s=1; Path=/'))).toEqual(['Path=/']);
});

test('answers with tokens, their codings and their challenges', () => {
  const answered = (part: Part['response']): Part => ({
    request: { method: 'POST', url: `${gateway}/token` },
    response: part,
  });
  const token = { headers: json, body: '{"access_token":"x"}' };
  expect(saidOf(tokensAreNotStored, [answered(token)])).toEqual(['no Cache-Control']);
  const claims = (coding: string, body: string, failure?: string): Part => ({
    ...answered({ headers: { ...json, 'content-encoding': coding }, body }),
    ...(failure ? { failure } : {}),
  });
  // Bodies are kept as they were decoded.
  expect(saidOf(bodiesAreWhatTheyAreCalled, [claims('br', '{}')])).toEqual(['well']);
  expect(saidOf(bodiesAreWhatTheyAreCalled, [claims('gzip', '\u001f\ufffd\u0008')])).toEqual(['gzip']);
  expect(saidOf(bodiesAreWhatTheyAreCalled, [claims('gzip', '', 'incorrect header check')])).toEqual([
    'incorrect header check',
  ]);
  const challenge = (value: string): Part => answered({ status: 401, headers: { 'www-authenticate': value } });
  const good = [
    'Bearer',
    'Negotiate YWJj==, Bearer realm="a, b", error="invalid_token"',
    'Basic realm=x , Bearer scope="a"',
  ];
  for (const value of good) expect(saidOf(wellFormed, [challenge(value)]), value).toEqual(['well']);
  const bad = [
    'realm="x"',
    'Bearer realm="x" error="y"',
    'Bearer resource_metadata="/here"',
    'Bearer error="a", error="b"',
  ];
  for (const value of bad) expect(saidOf(wellFormed, [challenge(value)]), value).toEqual([value]);
  expect(saidOf(eachRefusalChallenges, [answered({ status: 401 })])).toEqual(['none']);
});

test('a form with a password is not sent on, and others may be', () => {
  const signsIn = (status: number, body: string): Part => ({
    from: 'human',
    request: {
      method: 'POST',
      url: `${gateway}/sign-in`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    },
    response: { status, headers: { location: `${gateway}/consent` } },
  });
  const said = (status: number, body: string) => saidOf(formsAreNotSentOn, [asks({}), signsIn(status, body)]);
  expect(said(307, 'email=a&password=b')).toEqual(['307']);
  expect(said(308, 'user%5Bpassword%5D=b')).toEqual(['308']);
  expect(said(303, 'email=a&password=b')).toEqual(['well']);
  expect(said(307, 'decision=allow')).toEqual([]);
});

test('a message to the opener goes to one origin', () => {
  const says = (script: string): Part => ({
    from: 'human',
    request: { url: `${gateway}/done` },
    response: { headers: { 'content-type': 'text/html' }, body: `<script>${script}</script>` },
  });
  const said = (script: string) => saidOf(messagesGoToOneOrigin, [asks({}), says(script)]);
  expect(said('opener.postMessage(answer, "*");')).toHaveLength(1);
  expect(said("opener.postMessage(answer, { targetOrigin: '*' });")).toEqual([
    "postMessage(answer, { targetOrigin: '*' })",
  ]);
  expect(said('opener.postMessage({ code: "*" }, "https://client.example");')).toEqual(['well']);
  expect(said('location.href = "/";')).toEqual([]);
});

test('iss could be an issuer', () => {
  const said = (iss: string) =>
    saidOf(issIsAnIssuer, [
      asks({}),
      redirects(`https://client.example/back?${new URLSearchParams({ code: 'c', iss })}`),
    ]);
  expect(said('https://gateway.example/tenant')).toEqual(['well']);
  expect(said('http://127.0.0.1:8080')).toEqual(['well']);
  for (const wrong of ['http://gateway.example', 'https://gateway.example?x', 'https://gateway.example/#', 'gateway'])
    expect(said(wrong)).toEqual([wrong]);
});

test('a registration says when its secret expires, and how it is managed', () => {
  const registers = (client: object): Part => ({
    request: { method: 'POST', url: `${gateway}/register` },
    response: { status: 201, headers: json, body: JSON.stringify({ client_id: 'c', ...client }) },
  });
  const secrets = (client: object) => saidOf(secretsSayWhenTheyExpire, [registers(client)]);
  expect(secrets({})).toEqual([]);
  expect(secrets({ client_secret: 's', client_secret_expires_at: 0 })).toEqual(['well']);
  expect(secrets({ client_secret: 's', client_secret_expires_at: '0' })).toEqual(['"0"']);
  const managed = (client: object) => saidOf(managementIsWhole, [registers(client)]);
  const registration_client_uri = `${gateway}/register/c`;
  expect(managed({})).toEqual([]);
  expect(managed({ registration_client_uri, registration_access_token: 't' })).toEqual(['well']);
  expect(managed({ registration_client_uri })).toEqual(['the address, and no token beside it']);
  expect(managed({ registration_access_token: 't' })).toEqual(['the token alone']);
});

test('a stream ends with the answer to its request, whatever was said before', () => {
  const said = (...messages: object[]): Part => {
    const one = rpc(messages.map((message) => `data: ${JSON.stringify(message)}\n\n`).join(''));
    return { ...one, response: { ...one.response, headers: { 'content-type': 'text/event-stream' } } };
  };
  const note = { jsonrpc: '2.0', method: 'notifications/message', params: {} };
  expect(saidOf(endsWithTheAnswer, [said(note, tools([]))])).toEqual(['well']);
  expect(saidOf(endsWithTheAnswer, [said(tools([]), note)])).toEqual(['notifications/message']);
  expect(saidOf(endsWithTheAnswer, [said(note), rpc(tools([]))])).toEqual([]);
});

test('who closes a stream early says when to come back', () => {
  const stream = (body: string): Part => {
    const one = rpc(body, { era: '2025-11-25' });
    return { ...one, response: { ...one.response, headers: { 'content-type': 'text/event-stream' } } };
  };
  const at = scene('2025-11-25');
  expect(saidOf(saysWhenToComeBack, [stream('id: 1\ndata: \n\nid: 2\nretry: 1000\ndata: \n\n')], at)).toEqual(['well']);
  expect(saidOf(saysWhenToComeBack, [stream(`data: ${JSON.stringify(result({}))}\n\n`)], at)).toEqual(['well']);
  expect(saidOf(saysWhenToComeBack, [stream('id: 1\ndata: \n\n')], at)).toEqual(['neither']);
});

test('a form without a password may be followed by any redirect, and 307 is told elsewhere', () => {
  const sends = (body: string, status: number): Part => {
    const one = redirects('/next');
    return { ...one, request: { ...one.request, body }, response: { ...one.response, status } };
  };
  const steps = [asks({}), sends('password=p', 303), sends('allow=1', 302), sends('password=p', 307)];
  expect(saidOf(formsAreFollowedBy303, steps)).toEqual(['well']);
  expect(saidOf(formsAreFollowedBy303, [asks({}), sends('password=p', 302)])).toEqual(['302']);
});

test('a stream that ends without an answer is a breach, unless its client has cancelled the request', () => {
  const at = scene('2025-11-25');
  const headers = { 'mcp-protocol-version': '2025-11-25', 'mcp-session-id': 'one' };
  const post = (message: object, own: object = headers) => ({
    request: { method: 'POST', url: mcpUrl, headers: { ...own }, body: JSON.stringify({ jsonrpc: '2.0', ...message }) },
  });
  const left = {
    ...post({ id: 7, method: 'tools/call', params: {} }),
    response: { headers: { 'content-type': 'text/event-stream' }, body: 'id: 1\ndata: \n\n' },
  };
  const cancels = (requestId: number, own?: object) =>
    post({ method: 'notifications/cancelled', params: { requestId } }, own);
  const breach = ['a stream without it'];
  expect(saidOf(answersInTheEnd, [left], at)).toEqual(breach);
  expect(saidOf(answersInTheEnd, [left, cancels(7)], at)).toEqual([]);
  expect(saidOf(answersInTheEnd, [left, cancels(8)], at)).toEqual(breach);
  expect(saidOf(answersInTheEnd, [left, cancels(7, { ...headers, 'mcp-session-id': 'two' })], at)).toEqual(breach);
});
