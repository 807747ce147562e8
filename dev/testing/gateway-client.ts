import supertest from 'supertest';
import {
  type Browser,
  challenge,
  createBrowser,
  redirectUri,
  type Stack,
  type Visit,
  verifier,
} from './gateway-stack.ts';

/** Registers a client; `metadata` is put over the usual. */
export const register = ({ gateway }: Stack, metadata: object = {}) =>
  supertest(gateway.origin)
    .post('/oauth/register')
    .send({
      client_name: 'Test Client',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
      ...metadata,
    });

/** The URL of an authorization request; an undefined parameter is left out. */
export function authorizeUrl({ gateway }: Stack, parameters: Record<string, string | undefined>): string {
  const all = {
    response_type: 'code',
    redirect_uri: redirectUri,
    state: 'state-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    resource: gateway.mcpUrl,
    ...parameters,
  };
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `${gateway.origin}/oauth/authorize?${new URLSearchParams(given)}`;
}

export const answerOf = (visit: Visit): Record<string, string> =>
  Object.fromEntries(new URL(visit.url.replace(/^cursor:/, 'https:')).searchParams);

export const postToken = ({ gateway }: Stack, form: Record<string, string>) =>
  supertest(gateway.origin).post('/oauth/token').type('form').send(form);

/** Redeems a code as a well-behaved client does; `form` is put over. */
export const redeem = (stack: Stack, clientId: string, code: string, form: Record<string, string> = {}) =>
  postToken(stack, {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    resource: stack.gateway.mcpUrl,
    ...form,
  });

export const refresh = (stack: Stack, clientId: string, refreshToken: string, form: Record<string, string> = {}) =>
  postToken(stack, { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken, ...form });

export const callMcp = ({ gateway }: Stack, accessToken: string, method = 'tools/list') =>
  supertest(gateway.origin)
    .post('/mcp')
    .set('Authorization', `Bearer ${accessToken}`)
    .set('Accept', 'application/json, text/event-stream')
    .set('MCP-Protocol-Version', '2026-07-28')
    .set('Mcp-Method', method)
    .send({
      jsonrpc: '2.0',
      id: 1,
      method,
      params: {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    });

export interface Connection {
  clientId: string;
  browser: Browser;
  accessToken: string;
  refreshToken: string;
  code: string;
}

/** The whole way of a `dynamic-client`: register, sign in, allow, redeem. */
export async function connect(
  stack: Stack,
  { scope, choose, email, clientId, callback = redirectUri, browser = createBrowser(stack) }: ConnectOptions = {},
): Promise<Connection> {
  const id = clientId ?? (await register(stack, { redirect_uris: [callback] })).body.client_id;
  const url = authorizeUrl(stack, { client_id: id, scope, redirect_uri: callback });
  const page = await browser.signIn(await browser.go(url), email);
  const end = await browser.press(page, { name: 'decision', value: 'allow' }, choose ? { scope: choose } : {});
  const { code = '' } = answerOf(end);
  const { body } = await redeem(stack, id, code, { redirect_uri: callback });
  return { clientId: id, browser, accessToken: body.access_token, refreshToken: body.refresh_token, code };
}

export interface ConnectOptions {
  scope?: string;
  choose?: string | readonly string[];
  email?: string;
  clientId?: string;
  /** Where the client is sent back to. */
  callback?: string;
  browser?: Browser;
}
