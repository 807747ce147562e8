import supertest from 'supertest';
import { seededPartners } from '../../conformance/stack/seeded-partners.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import type { GatewayOptions } from '../../reference-server/types.ts';
import { hooksToken, type Stack, startStack } from './gateway-stack.ts';

export const partners = seededPartners(createSeededRandom('partners'));
export const allScopes = 'directory.read events.read messages.read positions.read stats.read';

/** A key for everything, of the trader; and one for a part, of somebody without partner access. */
export const fullKey = partners.accounts[0]!.keys[0]!.key;
export const partKey = partners.accounts[2]!.keys[0]!.key;
export const vendor = partners.clients[0]!;

export const startPartners = (options: Partial<GatewayOptions> = {}): Promise<Stack> =>
  startStack('partner-key', { partners, ...options });

export const hook = ({ gateway }: Stack, method: 'post' | 'delete', path: string, body?: object) =>
  supertest(gateway.origin)[method](`/test-hooks/partners${path}`).auth(hooksToken, { type: 'bearer' }).send(body);

interface AskOptions {
  params?: Record<string, unknown>;
  query?: string;
  /** What the client can be asked for. */
  capabilities?: object;
  /** More of `_meta`. */
  meta?: object;
}

/** One request of the stateless era, with that token or none. */
export function ask({ gateway }: Stack, token: string | undefined, method: string, options: AskOptions = {}) {
  const { params = {}, query = '', capabilities = {}, meta = {} } = options;
  const named = String(params.name ?? params.uri ?? '');
  return supertest(gateway.origin)
    .post(`/mcp${query}`)
    .set('Accept', 'application/json, text/event-stream')
    .set('MCP-Protocol-Version', '2026-07-28')
    .set('Mcp-Method', method)
    .set(named ? { 'Mcp-Name': named } : {})
    .set(token === undefined ? {} : { Authorization: `Bearer ${token}` })
    .send({
      jsonrpc: '2.0',
      id: 1,
      method,
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': capabilities,
          ...meta,
        },
      },
    });
}

/** Calls a tool and gives what it answers, or its error. */
export async function use(stack: Stack, token: string, name: string, args: object = {}) {
  const { status, body, headers } = await ask(stack, token, 'tools/call', { params: { name, arguments: args } });
  const text = body.result?.content?.[0]?.text;
  const error = body.result?.isError ? JSON.parse(text).error : undefined;
  return { status, headers, body, text, error, result: body.result?.structuredContent };
}
