import supertest, { type Response } from 'supertest';
import { Agent, request } from 'undici';
import { seededKeys } from '../../mock-broker/users.ts';
import type { GatewayOptions } from '../../reference-server/types.ts';
import { hooksToken, type Stack, startStack } from './gateway-stack.ts';

/** Two platforms with a user of the same name, as tests know them. */
export const platforms = [
  {
    clientId: 'meadow',
    clientSecret: 'meadow-secret',
    name: 'Meadow',
    users: [
      { userId: 'tess', userSecret: 'tess-secret', connections: [connection('trader@example.com', 'trade')] },
      { userId: 'rob', userSecret: 'rob-secret', connections: [connection('reader@example.com', 'read')] },
      { userId: 'tim', userSecret: 'tim-secret', connections: [connection('twin@example.com', 'trade')] },
      { userId: 'nora', userSecret: 'nora-secret', connections: [] },
    ],
  },
  {
    clientId: 'orchard',
    clientSecret: 'orchard-secret',
    name: 'Orchard',
    users: [
      { userId: 'tess', userSecret: 'other-secret', connections: [connection('free@example.com', 'trade')] },
      { userId: 'olga', userSecret: 'olga-secret', connections: [connection('free@example.com', 'trade')] },
    ],
  },
] as const;

function connection(email: string, type: 'trade' | 'read') {
  return { type, ...seededKeys(email) };
}

/** A profile that mints, in front of the brokerage. */
export function startMinting(options: Partial<GatewayOptions> = {}): Promise<Stack> {
  return startStack('minted-token', { mintingPlatforms: platforms, ...options });
}

export const credentials = (userId = 'tess', clientId = 'meadow'): Record<string, string> => {
  const platform = platforms.find((one) => one.clientId === clientId)!;
  const user = [...platform.users].find((one) => one.userId === userId)!;
  return {
    'client-id': clientId,
    'client-secret': platform.clientSecret,
    'user-id': userId,
    'user-secret': user.userSecret,
  };
};

/** A gateway somewhere. */
export interface Reached {
  gateway: { origin: string; apiOrigin: string | undefined };
}

/** `POST /auth/tokens/user`; undefined headers are left out. */
export const mintWith = (
  { gateway }: Reached,
  headers: Record<string, string | undefined>,
  body: unknown = { scopes: ['read', 'trade'] },
) => {
  const sent = supertest(gateway.apiOrigin!).post('/auth/tokens/user');
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent.set(name, value);
  return sent.send(body as object);
};

export async function mint(
  stack: Reached,
  userId = 'tess',
  { clientId = 'meadow', scopes = ['read', 'trade'] } = {},
): Promise<string> {
  const { body, status } = await mintWith(stack, credentials(userId, clientId), { scopes });
  if (status !== 200) throw new Error(`minting was answered with ${status} ${JSON.stringify(body)}`);
  return body.access_token;
}

type Json = Response['body'];

export interface ToolAnswer {
  status: number;
  headers: Record<string, string>;
  /** `structuredContent` of a result. */
  result: Json;
  /** What a tool error says. */
  error: Json;
  body: Json;
}

const version = '2026-07-28';
/** A connection for each request: a gateway that is killed and started again has the same address. */
const connectionEach = new Agent({ pipelining: 0 });

/** A request of the stateless era; `name` goes into its header, where one belongs there. */
export async function ask(
  { gateway }: Reached,
  token: string,
  method: string,
  params: Record<string, unknown> = {},
): Promise<{ status: number; headers: Record<string, string>; body: Json }> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const answer = await request(`${gateway.origin}/mcp`, {
    dispatcher: connectionEach,
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': version,
      'mcp-method': method,
      ...(typeof params.name === 'string' && { 'mcp-name': params.name }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }),
  });
  const body: Json = await answer.body.json();
  return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body };
}

/** Calls a tool. */
export async function use(stack: Reached, token: string, name: string, args: object = {}): Promise<ToolAnswer> {
  const { status, headers, body } = await ask(stack, token, 'tools/call', { name, arguments: args });
  const result = body?.result;
  const error = result?.isError ? JSON.parse(result.content[0].text).error : undefined;
  return { status, headers, body, error, result: result?.structuredContent };
}

/** A test hook of the gateway, which passes on what is the brokerage's. */
export const hook = async (
  { gateway }: Reached,
  method: 'get' | 'post' | 'patch' | 'delete',
  path: string,
  body?: object,
) => {
  const { body: answer } = await supertest(gateway.origin)
    [method](`/test-hooks${path}`)
    .set('Authorization', `Bearer ${hooksToken}`)
    .send(body);
  return answer;
};

/** Orders that the broker was sent, whatever became of them. */
export async function ordersSent(stack: Reached): Promise<{ path: string; status: number }[]> {
  const { entries } = await hook(stack, 'get', '/journal');
  return entries.filter(
    ({ method, path }: { method: string; path: string }) => method === 'POST' && /\/orders$/.test(path),
  );
}

export const oneShare = { symbol: 'AAPL', side: 'buy', type: 'market', qty: '1' };
