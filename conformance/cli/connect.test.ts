import { expect, onTestFinished, test } from 'vitest';
import { type Asked, deskGateway, type Oddities } from '../../dev/testing/desk-gateway.ts';
import { type Spoken, serving, temporaryFolder, type } from '../../dev/testing/terminal.ts';

async function connecting(odd: Oddities, more: string[] = []) {
  const { mcpUrl, asked, close } = await deskGateway(odd);
  onTestFinished(() => close());
  const spoken = await type(['connect', mcpUrl, ...more]);
  return { ...spoken, asked, origin: new URL(mcpUrl).origin, mcpUrl };
}

const at = (asked: readonly Asked[], path: string): Asked[] => asked.filter((one) => one.path === path);
const form = ({ body }: Asked): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

test('a right gateway is gone into to the end of a call that only reads', async () => {
  const { code, out, asked } = await connecting({});
  expect(code).toBe(0);
  expect(out).toContain('ok     calls list_accounts, which only reads: it answers');
  expect(out).toMatch(/\nConnected\.\n$/);
  expect(asked.some(({ body }) => body.includes('sell_everything'))).toBe(false);
});

test.each([
  ['nothing where nobody announces a scope', {}, undefined],
  ['what the resource lists', { scopes: ['a', 'b'] }, 'a b'],
  [
    'what the challenge names',
    {
      scopes: ['a', 'b'],
      challenge: (origin: string) =>
        `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp", scope="a"`,
    },
    'a',
  ],
  [
    'offline access where it is listed',
    { scopes: ['a'], server: { scopes_supported: ['offline_access'] } },
    'a offline_access',
  ],
])('it asks for %s', async (_, odd, scope) => {
  const { asked } = await connecting(odd);
  expect(at(asked, '/authorize')[0]!.query.scope).toBe(scope);
});

test('the resource is sent exactly as the metadata has it', async () => {
  const { asked, origin } = await connecting({ resource: (place) => `${place}/mcp/` });
  expect(at(asked, '/authorize')[0]!.query.resource).toBe(`${origin}/mcp/`);
  expect(form(at(asked, '/token')[0]!).resource).toBe(`${origin}/mcp/`);
});

test('a server that takes client_secret_basic alone gets just that', async () => {
  const { code, asked } = await connecting({ authenticates: 'client_secret_basic' });
  expect(code).toBe(0);
  expect(at(asked, '/register')[0]!.body).toContain('"token_endpoint_auth_method":"client_secret_basic"');
  expect(Object.keys(form(at(asked, '/token')[0]!))).not.toContain('client_secret');
});

test.each(['stateful', 'stateless'] as const)('a server that is %s is opened', async (speaks) => {
  const { code, out } = await connecting({ speaks });
  expect(code).toBe(0);
  expect(out).toContain(
    speaks === 'stateful' ? 'not spoken here"}; 2025-11-25, desk 1' : 'opens MCP: 2026-07-28, desk 1',
  );
});

test('a revision that is asked for is the only one that is tried', async () => {
  const { code, out } = await connecting({ speaks: 'stateful' }, ['--era', '2026-07-28']);
  expect(code).toBe(1);
  expect(out).toContain('stops  opens MCP: expected an answer in MCP 2026-07-28, seen server/discover answered 400');
});

test('what lacks a name among the tools is counted, and stops nobody', async () => {
  const { code, out } = await connecting({ tools: [null, {}, { name: 5 }, { name: 'get', inputSchema: 'x' }] });
  expect(code).toBe(0);
  expect(out).toContain('; and 2 without a name');
  expect(out).toContain('Connected.');
});

test('authorization is optional', async () => {
  const { code, out, asked } = await connecting({ open: true });
  expect(code).toBe(0);
  expect(out).toContain('ok     asks the URL without a token: no authorization: nothing to sign in to');
  expect(out).toContain('calls list_accounts');
  expect(at(asked, '/authorize')).toEqual([]);
});

test('what is refused for want of scope is asked for once more, with all that was granted', async () => {
  const { code, out, asked } = await connecting({ scopes: ['a'], callsNeed: 'accounts' });
  expect(code).toBe(0);
  expect(out).toContain('403 insufficient_scope: the token holds too little for it');
  expect(out).toContain('calls list_accounts, which only reads again: it answers');
  expect(at(asked, '/authorize').map(({ query }) => query.scope)).toEqual(['a', 'a accounts']);
});

test('a challenge that points where nobody answers is where it stops', async () => {
  const { code, out, err } = await connecting({
    challenge: () => 'Bearer resource_metadata="http://127.0.0.1:9/nobody"',
  });
  expect([code, err]).toEqual([1, '']);
  expect(out).toContain('stops  finds the resource metadata: expected a resource metadata document');
  expect(out).toContain('http://127.0.0.1:9/nobody gave none');
});

const missing = { code_challenge_methods_supported: undefined };
test.each<[string, Oddities, string]>([
  ['an issuer with a slash', { issuer: (origin) => `${origin}/` }, 'the official Python SDK would stop here'],
  [
    'another issuer',
    { issuer: () => 'https://other.example' },
    'the official SDKs for Python and TypeScript would stop',
  ],
  ['no S256', { server: missing }, 'Claude and ChatGPT would stop here'],
  ['another resource', { resource: (origin) => origin }, 'Gemini CLI and VS Code would stop here'],
  [
    'two pointers in one challenge',
    {
      challenge: (origin) => {
        const pointer = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
        return `Bearer ${pointer}, ${pointer}`;
      },
    },
    'clients that read a challenge to the letter would stop here',
  ],
  [
    'iss that was promised',
    { server: { authorization_response_iss_parameter_supported: true } },
    'the official SDKs for Rust and Python would stop here',
  ],
])('connected, but: %s', async (_, odd, sentence) => {
  const { code, out } = await connecting(odd);
  expect(code).toBe(0);
  expect(out).toContain(`but    ${sentence}`);
  expect(out).toContain('Connected, but at one step known clients would stop.');
});

test('what a server calls itself stays on its line', async () => {
  const { out } = await connecting({ name: 'desk\nConnected.\u001b[2K\u001b[32m\u200b' });
  expect(out.match(/^Connected\.$/gm)).toHaveLength(1);
  expect(out).toContain('desk Connected.');
});

test('as data, a step says who would stop there', async () => {
  const { out } = await connecting({ issuer: (origin) => `${origin}/` }, ['--json']);
  const steps = JSON.parse(out) as { does: string; ok: boolean; but?: string[] }[];
  expect(steps.filter(({ but }) => but).map(({ does }) => does)).toEqual(['finds the authorization server']);
});

test.each(['', '/', '/health'])('a URL that ends with “%s” leads to the one that was meant', async (path) => {
  const { mcpUrl, close } = await deskGateway();
  onTestFinished(() => close());
  const { code, err } = await type(['connect', new URL(mcpUrl).origin + path]);
  expect(code).toBe(3);
  expect(err).toContain(`did you mean ${mcpUrl}?`);
});

test('connect tells each step, and where it stops', async () => {
  const said: Spoken[] = [];
  const token = { OPENBELL_HOOKS_TOKEN: 'a-token-of-ours' };
  const env = { ...token, XDG_RUNTIME_DIR: temporaryFolder() };
  await serving(['--profile', 'dynamic-client', '--hooks'], env, async (mcpUrl) => {
    said.push(await type(['connect', mcpUrl], { env: token }), await type(['connect', mcpUrl]));
  });
  expect(said[0]).toMatchObject({ code: 0, out: expect.stringContaining('Connected.') });
  expect(said[0]?.out).not.toMatch(/eyJ/);
  expect(said[1]).toMatchObject({
    code: 3,
    out: expect.stringContaining('stops  sends a person to sign in and give permission: needs a user'),
  });
});
