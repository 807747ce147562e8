import {
  Client as StatelessClient,
  StreamableHTTPClientTransport as StatelessTransport,
} from '@modelcontextprotocol/client';
import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerOf } from '../../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack } from '../../../dev/testing/gateway-stack.ts';
import { allScopes, fullKey, startPartners } from '../../../dev/testing/partner-stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await startPartners();
});
afterEach(() => stack.close());

const tools = [
  'list_traders',
  'list_assets',
  'list_events',
  'list_messages',
  'list_open_positions',
  'list_valid_closed_positions',
  'get_trader_stats',
  'get_asset_stats',
];

/** What a client remembers, and how often it registered and was sent to a browser. */
function remembering() {
  const kept: { client?: never; tokens?: never; verifier?: string; asked?: URL } = {};
  const counts = { registrations: 0, signIns: 0 };
  const provider: OAuthClientProvider = {
    redirectUrl: redirectUri,
    clientMetadata: {
      client_name: 'An assistant',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    },
    clientInformation: () => kept.client,
    saveClientInformation(client) {
      counts.registrations++;
      kept.client = client as never;
    },
    tokens: () => kept.tokens,
    saveTokens(given) {
      kept.tokens = given as never;
    },
    redirectToAuthorization(url) {
      counts.signIns++;
      kept.asked = url;
    },
    saveCodeVerifier(verifier) {
      kept.verifier = verifier;
    },
    codeVerifier: () => kept.verifier!,
  };
  return { provider, counts, kept };
}

type Remembering = ReturnType<typeof remembering>;

/** The person in front of the browser. */
async function signInAndAllow({ kept }: Remembering): Promise<URLSearchParams> {
  const browser = createBrowser(stack);
  const consent = await browser.signIn(await browser.go(kept.asked!.href));
  const end = await browser.press(consent, { name: 'decision', value: 'allow' });
  return new URLSearchParams(answerOf(end));
}

const eras = {
  'the SDK of the first version': {
    client: () => new Client({ name: 'test', version: '1' }),
    finish: (wire: unknown, answer: URLSearchParams) =>
      (wire as StreamableHTTPClientTransport).finishAuth(answer.get('code')!),
    transport: (url: URL, authProvider: OAuthClientProvider) =>
      new StreamableHTTPClientTransport(url, { authProvider }),
  },
  'the SDK of the second version': {
    client: () => new StatelessClient({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } }),
    finish: (wire: unknown, answer: URLSearchParams) => (wire as StatelessTransport).finishAuth(answer),
    transport: (url: URL, authProvider: OAuthClientProvider) =>
      new StatelessTransport(url, { authProvider: authProvider as never }),
  },
};

test.each(Object.entries(eras))(
  'CE-1: %s needs the MCP URL alone, and registers once',
  async (_name, { client, transport, finish }) => {
    const memory = remembering();
    const connect = async () => {
      const one = client() as Client;
      const wire = transport(new URL(stack.gateway.mcpUrl), memory.provider) as StreamableHTTPClientTransport;
      return {
        one,
        wire,
        outcome: await one.connect(wire).then(
          () => undefined,
          (error: unknown) => error,
        ),
      };
    };
    const first = await connect();
    expect((first.outcome as Error).constructor.name).toBe(UnauthorizedError.name);
    expect(memory.kept.asked!.searchParams.get('scope')).toBe(allScopes);
    await finish(first.wire, await signInAndAllow(memory));

    const second = await connect();
    expect(second.outcome).toBeUndefined();
    expect((await second.one.listTools()).tools.map(({ name }) => name)).toEqual(tools);
    const listed = await second.one.callTool({ name: 'list_traders', arguments: {} });
    expect(listed.structuredContent).toMatchObject({ results: [{ id: 'trd_alder' }, {}, {}] });
    expect((await second.one.listResources()).resources).toHaveLength(2);
    await second.one.close();
    // The token has expired meanwhile: the client that is known already refreshes, and nobody is asked.
    stack.clock.advance(3_601_000);
    const third = await connect();
    expect(third.outcome).toBeUndefined();
    expect((await third.one.callTool({ name: 'list_assets', arguments: {} })).isError).toBeUndefined();
    await third.one.close();
    expect(memory.counts).toEqual({ registrations: 1, signIns: 1 });
  },
);

test('CE-4: both take a key as a fixed header, and never sign in', async () => {
  const requestInit = { headers: { authorization: `Bearer ${fullKey}` } };
  const url = new URL(stack.gateway.mcpUrl);
  const stateful = new Client({ name: 'test', version: '1' });
  await stateful.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  expect((await stateful.listTools()).tools.map(({ name }) => name)).toEqual(tools);
  await stateful.close();
  const stateless = new StatelessClient({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await stateless.connect(new StatelessTransport(url, { requestInit }));
  expect((await stateless.callTool({ name: 'list_traders', arguments: {} })).isError).toBeUndefined();
  await stateless.close();
});
