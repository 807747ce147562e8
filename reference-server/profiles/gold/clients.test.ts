import {
  Client as StatelessClient,
  StreamableHTTPClientTransport as StatelessTransport,
} from '@modelcontextprotocol/client';
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerOf } from '../../../dev/testing/gateway-client.ts';
import { createBrowser, redirectUri, type Stack, startStack } from '../../../dev/testing/gateway-stack.ts';

const documentUrl = 'https://app.example/client.json';
let stack: Stack;
beforeEach(async () => {
  stack = await startStack('gold', { documents: { lookup: async () => ['93.184.216.34'] } });
  nock.enableNetConnect(/^127\.0\.0\.1:/);
});
afterEach(async () => {
  await stack.close();
  nock.cleanAll();
  nock.enableNetConnect();
});

const metadata = {
  client_name: 'An assistant',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
};

/** A client of the SDK that remembers what it is given, and what it was told to visit. */
function remembering(method: string, clientMetadataUrl?: string) {
  const kept: {
    client?: { client_id: string };
    tokens?: unknown;
    verifier?: string;
    asked?: URL;
    discovery?: unknown;
  } = {};
  const provider = {
    ...(clientMetadataUrl && { clientMetadataUrl }),
    redirectUrl: redirectUri,
    clientMetadata: { ...metadata, token_endpoint_auth_method: method },
    clientInformation: () => kept.client,
    saveClientInformation: (client: { client_id: string }) => void Object.assign(kept, { client }),
    tokens: () => kept.tokens,
    saveTokens: (tokens: unknown) => void Object.assign(kept, { tokens }),
    redirectToAuthorization: (asked: URL) => void Object.assign(kept, { asked }),
    saveCodeVerifier: (verifier: string) => void Object.assign(kept, { verifier }),
    codeVerifier: () => kept.verifier!,
    saveDiscoveryState: (discovery: unknown) => void Object.assign(kept, { discovery }),
    discoveryState: () => kept.discovery,
  };
  return { provider: provider as never as OAuthClientProvider, kept };
}

const versions = {
  'the SDK of the first version': {
    connect: async (authProvider: OAuthClientProvider) => {
      const client = new Client({ name: 'test', version: '1' });
      const wire = new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), { authProvider });
      return { client, wire, outcome: await outcomeOf(client.connect(wire)) };
    },
    finish: (wire: unknown, answer: URLSearchParams) =>
      (wire as StreamableHTTPClientTransport).finishAuth(answer.get('code')!),
  },
  'the SDK of the second version': {
    connect: async (authProvider: OAuthClientProvider) => {
      const client = new StatelessClient({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
      const wire = new StatelessTransport(new URL(stack.gateway.mcpUrl), { authProvider: authProvider as never });
      return { client: client as never as Client, wire, outcome: await outcomeOf(client.connect(wire)) };
    },
    finish: (wire: unknown, answer: URLSearchParams) => (wire as StatelessTransport).finishAuth(answer),
  },
};

const outcomeOf = (connecting: Promise<unknown>) =>
  connecting.then(
    () => 'connected',
    (error: Error) => error.constructor.name,
  );

const ways = ['none', 'client_secret_basic', 'client_secret_post', 'a document'];
const cases = Object.entries(versions).flatMap(([name, version]) => ways.map((way) => [name, way, version] as const));

test.each(cases)('%s signs in with %s, is told who it is, and refreshes', async (_name, way, { connect, finish }) => {
  const body = { ...metadata, client_id: documentUrl };
  nock('https://app.example').get('/client.json').reply(200, body, { 'content-type': 'application/json' });
  const isDocument = way === 'a document';
  const { provider, kept } = remembering(isDocument ? 'none' : way, isDocument ? documentUrl : undefined);
  const first = await connect(provider);
  expect(first.outcome).toBe('UnauthorizedError');
  expect(kept.client?.client_id === documentUrl).toBe(isDocument);
  const browser = createBrowser(stack);
  const page = await browser.signIn(await browser.go(kept.asked!.href));
  const end = await browser.press(page, { name: 'decision', value: 'allow' });
  await finish(first.wire, new URLSearchParams(answerOf(end)));

  const { client, outcome } = await connect(provider);
  expect(outcome).toBe('connected');
  const profile = { name: 'get_profile', arguments: {} };
  expect((await client.callTool(profile)).structuredContent).toMatchObject({ email: 'trader@example.com' });
  await client.close();
  stack.clock.advance(3_601_000);
  const later = await connect(provider);
  expect(later.outcome).toBe('connected');
  expect((await later.client.callTool(profile)).structuredContent).toMatchObject({ email: 'trader@example.com' });
  await later.client.close();
});
