import nock from 'nock';
import { afterEach, beforeEach } from 'vitest';
import type { GatewayOptions } from '../../reference-server/types.ts';
import { authorizeUrl } from './gateway-client.ts';
import { createBrowser, type Stack, startStack } from './gateway-stack.ts';

/** Where a client describes itself, and how. */
export const host = 'https://app.example';
export const url = `${host}/oauth/client.json`;
export const document = {
  client_id: url,
  client_name: 'An app with a document',
  redirect_uris: ['http://127.0.0.1/callback', 'https://app.example/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
};
export const callback = 'http://127.0.0.1:50123/callback';

/** The next who asks for the document gets this. */
export const publish = (body: nock.Body = document, headers: Record<string, string> = {}, status = 200) =>
  nock(host)
    .get('/oauth/client.json')
    .reply(status, body, { 'content-type': 'application/json', ...headers });

export interface DocumentWorld {
  stack: Stack;
  /** The names that were looked up. */
  asked: string[];
  /** What names lead to, one answer after the other; the last one stays. */
  addresses: string[][];
  /** Where an authorization request of this client leads: the code of an error, or a page. */
  come(clientId?: string, redirectUri?: string): Promise<unknown>;
  /** The gateway anew, which reads documents in this way. */
  restart(documents: NonNullable<GatewayOptions['documents']>): Promise<void>;
}

/** For each test a gateway that reads documents, with the names and the one host that it finds. */
export function documentWorld(): DocumentWorld {
  const world = {
    async come(clientId = url, redirectUri = callback) {
      const browser = createBrowser(world.stack);
      const page = await browser.go(authorizeUrl(world.stack, { client_id: clientId, redirect_uri: redirectUri }));
      return page.errorCode ?? browser.signIn(page);
    },
    async restart(documents) {
      await world.stack.close();
      world.stack = await startStack('gold', { documents });
    },
  } as DocumentWorld;
  const lookup = async (name: string): Promise<string[]> => {
    world.asked.push(name);
    return (world.addresses.length > 1 ? world.addresses.shift() : world.addresses[0]) ?? [];
  };
  beforeEach(async () => {
    world.asked = [];
    world.addresses = [['93.184.216.34']];
    nock.enableNetConnect(/^(127\.0\.0\.1|app\.test):/);
    world.stack = await startStack('gold', { documents: { lookup } });
  });
  afterEach(async () => {
    await world.stack.close();
    nock.cleanAll();
    nock.enableNetConnect();
  });
  return world;
}
