import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import type { Authorization, Grant } from '../../reference-server/access.ts';
import { type GatewayBehaviours, gatewayBehaviours } from '../../reference-server/behaviours.ts';
import type { GatewayContext } from '../../reference-server/context.ts';
import { createMcpEndpoint } from '../../reference-server/mcp/endpoint.ts';
import { profiles } from '../../reference-server/profiles/index.ts';
import { defaultSettings, type GatewaySettings } from '../../reference-server/settings.ts';
import { createMemoryState } from '../../reference-server/state/memory.ts';
import { authorizeWords } from '../../reference-server/token-words.ts';
import type { ProfileId } from '../../reference-server/types.ts';

/** Where the tests' brokerage is: intercepted, never reached. */
export const brokerOrigin = 'http://broker.test';

/** The MCP endpoint alone, on a port, with an authorization that knows what it is told. */
export async function startEndpoint(
  profile: ProfileId,
  options: {
    behaviours?: Partial<GatewayBehaviours>;
    settings?: Partial<GatewaySettings>;
    allowedOrigins?: readonly string[];
  } = {},
) {
  const clock = createVirtualClock();
  const server = createServer((req, res) => endpoint(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const desk = createAuthorization(clock.now());
  const context: GatewayContext = {
    profile: profiles[profile],
    clock,
    startedAt: clock.now(),
    random: createSeededRandom('endpoint'),
    behaviours: { ...gatewayBehaviours, ...options.behaviours },
    settings: { ...defaultSettings, ...options.settings },
    origin,
    mcpUrl: `${origin}/mcp`,
    allowedOrigins: options.allowedOrigins ?? [],
    brokerOrigin,
    upstreamClient: { clientId: 'gateway', clientSecret: 'secret' },
    authorization: desk.authorization,
    apiOrigin: undefined,
    issuer: origin,
    tokenWords: authorizeWords,
    state: createMemoryState(),
    resourceMetadataUrl: `${origin}/.well-known/oauth-protected-resource/mcp`,
    onReset: () => {},
  };
  const endpoint = createMcpEndpoint(context);
  const close = () => {
    endpoint.close();
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { server, url: context.mcpUrl, origin, clock, close, ...desk };
}

function createAuthorization(now: number) {
  const grants = new Map<string, { grant: Grant; scopes: string[] }>();
  const revokers = new Map<string, Set<() => void>>();

  /** Makes a token `name` good for a user of that name. */
  function allow(name: string, scopes: string[], user: Partial<Grant['user']> = {}): Grant {
    const grant: Grant = {
      id: `grant-${name}`,
      user: {
        id: `user-${name}`,
        email: `${name}@example.com`,
        name,
        plan: 'elite',
        trading: true,
        accounts: [{ id: 'account-1', accountNumber: 'PA1' }],
        ...user,
      },
      clientId: 'client',
      clientName: 'Client',
      scopes,
      createdAt: now,
      lastActivityAt: now,
    };
    grants.set(name, { grant, scopes });
    return grant;
  }

  function revoke(name: string): void {
    grants.delete(name);
    for (const run of [...(revokers.get(`grant-${name}`) ?? [])]) run();
  }

  const authorization: Authorization = {
    async verify(token) {
      const known = grants.get(token);
      if (!known) return { error: 'invalid_token', description: 'This token is not known.' };
      return { grant: known.grant, scopes: known.scopes, expiresAt: now + 3_600_000 };
    },
    connectionsOf: () => [],
    upstreamToken: async (grant) => `upstream-${grant.user.name}`,
    upstreamRefused: (grant) => revoke(grant.user.name),
    onRevoked(grantId, run) {
      const runs = revokers.get(grantId) ?? new Set();
      revokers.set(grantId, runs.add(run));
      return () => void runs.delete(run);
    },
  };
  return { authorization, allow, revoke };
}
