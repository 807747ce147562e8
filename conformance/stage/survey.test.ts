import { describe, expect, onTestFinished, test } from 'vitest';
import { type Stranger, type StrangerTraits, startStranger } from '../../dev/testing/stranger.ts';
import { recommended } from '../profiles/recommended.ts';
import type { RunOptions } from '../runner/options.ts';
import { prepare } from '../runner/prepare.ts';
import type { Era } from '../vocabulary/era.ts';
import type { Fact } from '../vocabulary/survey.ts';
import { createPool } from '../wire/http.ts';
import { createSecrets } from '../wire/secrets.ts';
import { survey } from './survey.ts';
import type { TargetContext } from './target.ts';

const users = [{ email: 'ada', password: 'right' }];

interface Looked {
  target: Stranger;
  context: TargetContext;
  facts: Record<string, string>;
  told: Fact[];
}

/** Looks at a stranger with these traits, with one user unless told. */
async function look(
  traits: StrangerTraits,
  given: Partial<RunOptions> = { users },
  { signsIn = 'yes', era = '2025-11-25' }: { signsIn?: 'no' | 'ready' | 'yes'; era?: Era } = {},
): Promise<Looked> {
  const target = await startStranger(traits);
  const pool = createPool();
  onTestFinished(async () => {
    await pool.destroy();
    await target.close();
  });
  const options = { version: 'test', targets: [], checks: [], scenarios: [], startedAt: '2026-11-17T15:00:00.000Z' };
  const context = await prepare({ ...options, ...given }, { url: target.mcpUrl, era }, pool, createSecrets());
  const told: Fact[] = [];
  await survey(context, { signsIn, calls: true, tell: (fact) => told.push(fact) });
  const facts = Object.fromEntries(context.survey.facts.map(({ fact, is }) => [fact, is]));
  return { target, context, facts, told };
}
const lacksOf = ({ context }: Looked) => [...context.survey.lacks.keys()].sort();

describe('authorization', () => {
  test('is not needed where requests are served without a token', async () => {
    const looked = await look({ authorization: 'none' }, {});
    expect(looked.facts.authorization).toBe('none: requests are served without a token');
    expect(lacksOf(looked)).toContain('oauth');
    expect(looked.facts['revisions of MCP']).toBe('2025-11-25');
    expect(looked.facts.tools).toContain('reads with list_accounts');
  });
  test('is not ours where other credentials are asked for', async () => {
    const looked = await look({ authorization: 'basic' }, {});
    expect(looked.facts.authorization).toBe('none: it asks for Basic credentials, not for a token');
  });
  test('is offered by a Bearer challenge, also where it leads to where nobody listens', async () => {
    const looked = await look({ metadata: 'dead' });
    expect(looked.facts.authorization).toContain('OAuth is asked for, and http://127.0.0.1:1/');
    expect(lacksOf(looked)).toEqual([]);
    expect(looked.facts['a first token']).toContain('no metadata of the authorization server');
  });
});

describe('ways in', () => {
  test('are registration, and then nobody misses a Client ID', async () => {
    const looked = await look({});
    expect(looked.facts['ways in']).toBe('clients register themselves');
    expect(looked.context.survey.lacks.get('client-ids')).toContain('nobody has given a Client ID');
  });
  test('are a Client ID that somebody has to give', async () => {
    const looked = await look({ registers: false });
    expect(looked.facts['ways in']).toContain('“clients” in the configuration tells it');
    expect(looked.facts['a first token']).toContain('needs a Client ID in the configuration');
    expect(lacksOf(looked)).toEqual([...recommended, 'client-secrets', 'registration', 'revocation'].sort());
  });
  test('are the Client ID that was given', async () => {
    const looked = await look({ registers: false }, { users, clients: [{ clientId: 'made-by-hand' }] });
    expect(looked.facts['ways in']).toBe('the Client ID of the configuration');
    expect(looked.facts['access tokens']).toBe('opaque');
  });
});

describe('who is asked', () => {
  test('is told by where the password is typed', async () => {
    const { facts, target } = await look({});
    expect(facts['sign-in']).toBe(`at ${new URL(target.mcpUrl).origin}`);
  });
  test('is seen without any user', async () => {
    const { facts, target } = await look({}, {});
    expect(facts['sign-in']).toBe(`at ${new URL(target.mcpUrl).origin}`);
    expect(facts['access tokens']).toBe('unknown until a token, and that needs a user');
  });
  test('may be nobody at all', async () => {
    const { facts, context } = await look({ asks: false }, {});
    expect(facts['sign-in']).toBe('nobody is asked: whoever comes gets a code');
    expect(context.survey.asksNobody).toBe(true);
    expect(facts['access tokens']).toBe('opaque');
  });
});

test('without a ready token nobody registers and nobody signs in', async () => {
  const { facts, target } = await look({}, { users }, { signsIn: 'ready' });
  expect(facts['revisions of MCP']).toBe('unknown until a token');
  expect(target.registered()).toBe(0);
});

test('a ready token and headers go to the MCP URL, and nobody signs in', async () => {
  const given = { readyToken: 'a-ready-token', headers: { 'x-api-key': 'a-key-of-ours' } };
  const { facts, target } = await look({}, given, { signsIn: 'ready' });
  expect(facts['revisions of MCP']).toBe('2025-11-25');
  expect(facts['access tokens']).toBe('opaque');
  expect(facts['refresh tokens']).toBeUndefined();
  expect(target.registered()).toBe(0);
  expect(target.asked.every(({ headers }) => headers['x-api-key'] === 'a-key-of-ours')).toBe(true);
  expect(target.asked.some(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test.each([
  [['2025-11-25'], '2025-11-25'],
  [['2026-07-28'], '2026-07-28'],
  [['2025-11-25', '2026-07-28'], '2025-11-25, 2026-07-28'],
  [['2025-06-18'], '2025-06-18'],
])('the revisions that it speaks are settled with the first token: %j', async (eras, is) => {
  const { facts, context } = await look({ eras });
  expect(facts['revisions of MCP']).toBe(is);
  expect(context.survey.eras).toEqual(eras);
});

test.each([
  ['opaque', 'opaque', ['jwt-tokens', 'rfc9068-tokens']],
  ['jwt', 'JWTs', ['rfc9068-tokens']],
  ['rfc9068', 'JWTs (at+jwt)', []],
] as const)('access tokens that are %s', async (tokens, is, without) => {
  const looked = await look({ tokens });
  expect(looked.facts['access tokens']).toBe(is);
  expect(lacksOf(looked).filter((offer) => offer.endsWith('-tokens'))).toEqual(without);
});

test.each([
  [true, ['authorization_code', 'refresh_token'], 'issued', false],
  [true, ['authorization_code'], 'issued, though the metadata do not say so', false],
  [false, ['authorization_code', 'refresh_token'], 'none is issued', true],
  [false, ['authorization_code'], 'none is issued', true],
])('refresh tokens count where they are issued: %s, %j', async (refresh, announces, is, without) => {
  const looked = await look({ refresh, announces });
  expect(looked.facts['refresh tokens']).toBe(is);
  expect(lacksOf(looked).includes('refresh')).toBe(without);
});

test.each([true, false])('sessions and streams are seen: %s', async (there) => {
  const looked = await look({ sessions: there, streams: there });
  expect(looked.facts.sessions).toBe(there ? 'yes' : 'none: no Mcp-Session-Id is issued');
  expect(looked.facts.streams).toBe(there ? 'yes' : 'none: GET is answered with 405');
  expect(lacksOf(looked).filter((offer) => offer === 'sessions' || offer === 'streams').length).toBe(there ? 0 : 2);
});

test('a revision without sessions has subscriptions, or none', async () => {
  const looked = await look({ eras: ['2026-07-28'] }, { users }, { era: '2026-07-28' });
  expect(looked.facts.sessions).toBe('none in 2026-07-28');
  expect(looked.facts.subscriptions).toBe('none: subscriptions/listen is no method of it');
});

test.each([
  [['a:read', 'a:trade'], { read: 'a:read', trade: 'a:read a:trade' }],
  [['portfolio', 'orders', 'openid', 'offline_access'], { read: 'portfolio', trade: 'portfolio orders' }],
  [['everything'], { read: 'everything', trade: undefined }],
  [[], { read: undefined, trade: undefined }],
])('scopes to ask for are those that are listed: %j', async (scopes, wanted) => {
  expect((await look({ scopes })).context.scopes).toEqual(wanted);
});

describe('tools', () => {
  const account = { type: 'object', properties: { account: { type: 'string' } }, required: ['account'] };
  const tools = [
    { name: 'place_order', inputSchema: account },
    { name: 'list_accounts', inputSchema: { type: 'object' } },
    { name: 'get_positions', inputSchema: account },
    { name: 'get_orders', inputSchema: account },
  ];
  const call = (name: string, args: Record<string, unknown>) =>
    name === 'list_accounts' ? { accounts: [{ id: 'PA7' }] } : args.account === 'PA7' ? { name } : undefined;

  test('are told before one is called, and none that may trade is', async () => {
    const { told, target, context } = await look({ tools, call });
    expect(told.find(({ fact }) => fact === 'tools')?.is).toBe(
      '4; reads with list_accounts, get_positions, get_orders; trades with place_order',
    );
    const called = target.asked.filter(({ method, name }) => method === 'tools/call' && name !== 'openbell-asks');
    expect(called.map(({ name }) => name)).toEqual(['list_accounts', 'get_positions', 'get_orders']);
    expect(context.survey.accounts.get('ada')).toBe('PA7');
    expect(context.survey.tools?.place?.name).toBe('place_order');
  });
  test.each([
    ['get_positions', true],
    ['place_order', false],
    ['shares.sell', false],
  ])('annotations are hints: whether %s rules trading out is a matter of its name', async (name, without) => {
    const listed = [{ name, inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }];
    const looked = await look({ tools: listed, call: () => ({}) });
    expect(lacksOf(looked).includes('trading')).toBe(without);
    const called = looked.target.asked.filter((one) => one.method === 'tools/call' && one.name === name);
    expect(called.length > 0).toBe(without);
  });
  test('that answer with an error are not used', async () => {
    const { facts, context } = await look({ tools, call: (name) => (name === 'list_accounts' ? {} : undefined) });
    expect(facts['tools that answer with an error']).toBe('get_positions, get_orders');
    expect(context.survey.tools?.positions).toBeUndefined();
  });
  test('are those of the configuration', async () => {
    const { context } = await look({ tools, call: () => ({}) }, { users, tools: { accounts: { name: 'get_orders' } } });
    expect(context.survey.tools?.accounts?.name).toBe('get_orders');
  });
  test('of a profile are used only where they are listed', async () => {
    const target = await startStranger({ tools, call });
    onTestFinished(target.close);
    const pool = createPool();
    onTestFinished(() => pool.destroy());
    const options = {
      version: 'test',
      targets: [],
      checks: [],
      scenarios: [],
      startedAt: '2026-11-17T15:00:00.000Z',
      users,
    };
    const own = { url: target.mcpUrl, era: '2025-11-25', profile: 'dynamic-client' } as const;
    const context = await prepare(options, own, pool, createSecrets());
    await survey(context, { signsIn: 'yes', calls: true });
    expect(context.survey.tools?.accounts?.name).toBe('list_accounts');
  });
});
