import {
  Client as StatelessClient,
  StreamableHTTPClientTransport as StatelessTransport,
} from '@modelcontextprotocol/client';
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { answerOf } from './gateway-client.ts';
import { createBrowser, redirectUri, type Stack } from './gateway-stack.ts';

/** What a client registers, or says of itself in a document. */
export const sdkMetadata = {
  client_name: 'An assistant',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
};

/** What a client of the SDK keeps between its connections: what it was given, and what it was told to visit. */
export function remembering(method = 'none', clientMetadataUrl?: string) {
  const kept: {
    client?: { client_id: string };
    tokens?: unknown;
    verifier?: string;
    asked?: URL;
    discovery?: unknown;
    signIns: number;
  } = { signIns: 0 };
  const provider = {
    ...(clientMetadataUrl && { clientMetadataUrl }),
    redirectUrl: redirectUri,
    clientMetadata: { ...sdkMetadata, token_endpoint_auth_method: method },
    clientInformation: () => kept.client,
    saveClientInformation: (client: { client_id: string }) => void Object.assign(kept, { client }),
    tokens: () => kept.tokens,
    saveTokens: (tokens: unknown) => void Object.assign(kept, { tokens }),
    redirectToAuthorization: (asked: URL) => void Object.assign(kept, { asked, signIns: kept.signIns + 1 }),
    saveCodeVerifier: (verifier: string) => void Object.assign(kept, { verifier }),
    codeVerifier: () => kept.verifier!,
    saveDiscoveryState: (discovery: unknown) => void Object.assign(kept, { discovery }),
    discoveryState: () => kept.discovery,
  };
  return { provider: provider as never as OAuthClientProvider, kept };
}

/** One attempt of a client to connect: with what it used, and the name of its error if there was one. */
export interface Attempt {
  client: Client;
  wire: { finishAuth(answer: never): Promise<void> };
  outcome: string;
}

const outcomeOf = (connecting: Promise<unknown>): Promise<string> =>
  connecting.then(
    () => 'connected',
    (error: Error) => error.constructor.name,
  );

/** The clients of both versions of the SDK. */
export const sdks = {
  'the SDK of the first version': {
    async connect(url: string, authProvider: OAuthClientProvider): Promise<Attempt> {
      const client = new Client({ name: 'test', version: '1' });
      const wire = new StreamableHTTPClientTransport(new URL(url), { authProvider });
      return { client, wire, outcome: await outcomeOf(client.connect(wire)) };
    },
    finish: ({ wire }: Attempt, answer: URLSearchParams) => wire.finishAuth(answer.get('code') as never),
  },
  'the SDK of the second version': {
    async connect(url: string, authProvider: OAuthClientProvider): Promise<Attempt> {
      const client = new StatelessClient({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
      const wire = new StatelessTransport(new URL(url), { authProvider: authProvider as never });
      return { client: client as never as Client, wire, outcome: await outcomeOf(client.connect(wire)) };
    },
    finish: ({ wire }: Attempt, answer: URLSearchParams) => wire.finishAuth(answer as never),
  },
};

/** The person in front of the browser, who signs in and allows; with what the client is told then. */
export async function signInAndAllow(stack: Stack, asked: string): Promise<URLSearchParams> {
  const browser = createBrowser(stack);
  const consent = await browser.signIn(await browser.go(asked));
  return new URLSearchParams(answerOf(await browser.press(consent, { name: 'decision', value: 'allow' })));
}
