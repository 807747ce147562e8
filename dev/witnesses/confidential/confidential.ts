import type { OAuthResourceAuth } from '@cloudflare/workers-oauth-provider';
import { localhostHostValidation, localhostOriginValidation } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { answer } from '../opaque/answer.ts';
import { memoryStore } from '../opaque/memory-store.ts';
import { OFFERED, pages, SCOPES } from '../opaque/pages.ts';
import { providerPackage } from '../opaque/provider-package.ts';
import { listen, people, type Witness } from '../witness.ts';

const text = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value) }] });

function mcpServer(): McpServer {
  const mcp = new McpServer({ name: 'confidential-desk', version: '1.0.0' });
  const reads = { readOnlyHint: true, openWorldHint: false };
  mcp.registerTool('balance', { description: 'The balance on paper.', annotations: reads }, () =>
    text({ cash: '100' }),
  );
  mcp.registerTool(
    'sell',
    {
      description: 'Sells shares on paper.',
      inputSchema: z.object({ symbol: z.string().min(1).max(10), count: z.number().int().positive() }),
      annotations: { readOnlyHint: false, destructiveHint: true },
    },
    ({ symbol, count }) => text({ sold: symbol, count }),
  );
  return mcp;
}

/**
 * The authorization server of `opaque` in the two roles that its documentation recommends, each at an origin of its
 * own: it registers no client without a secret. The MCP side speaks 2026-07-28 only.
 */
export async function startConfidential(): Promise<Witness> {
  const [door, desk, oauth, page] = await Promise.all([listen(), listen(), providerPackage(), pages()]);
  const resource = `${desk.origin}/mcp`;
  const env = { OAUTH_KV: memoryStore() };
  const context = () => ({ waitUntil: (_work: Promise<unknown>) => undefined });
  const authorizationServer = new oauth.OAuthAuthorizationServer({
    issuer: door.origin,
    resources: [resource],
    scopesSupported: OFFERED,
    clientRegistrationEndpoint: '/oauth/register',
    disallowPublicClientRegistration: true,
    onError: () => undefined,
  });
  const handler = createMcpHandler(mcpServer, { legacy: 'reject' });
  const resourceServer = new oauth.OAuthResourceServer({
    resourceMetadata: { resource, authorization_servers: [door.origin] },
    requiredScopes: SCOPES.slice(0, 1),
    validateToken: () => (wanted: string, token: string) => authorizationServer.validateToken(wanted, token, env),
    handler: {
      async fetch(request: Request, _env: unknown, { auth }: { auth: OAuthResourceAuth }) {
        const message = await request
          .clone()
          .json()
          .catch(() => undefined);
        const isTrade = message?.method === 'tools/call' && message.params?.name === 'sell';
        if (isTrade && !auth.scope.includes(SCOPES[1]!)) return oauth.insufficientScope(auth, SCOPES);
        return handler.fetch(request);
      },
    },
  });
  const isAPage = (request: Request): boolean => ['/authorize', '/sign-in'].includes(new URL(request.url).pathname);
  const signIn = (request: Request): Promise<Response> =>
    isAPage(request)
      ? page(request, { OAUTH_PROVIDER: authorizationServer.getOAuthApi(env) })
      : authorizationServer.fetch(request, env, context());
  const hostIsRight = localhostHostValidation();
  const originIsRight = localhostOriginValidation();
  door.respond = (req, res) => void (hostIsRight(req, res) && answer(req, res, signIn));
  desk.respond = (req, res) =>
    void (
      hostIsRight(req, res) &&
      originIsRight(req, res) &&
      answer(req, res, (request) => resourceServer.fetch(request, env, context()))
    );
  return {
    url: resource,
    users: people,
    close: async () => void (await Promise.all([handler.close(), door.close(), desk.close()])),
  };
}
