import { z } from 'zod';
import { schemeOf } from '../../vocabulary/challenge.ts';
import { verb } from '../step.ts';

/** `S256` where it is among the methods: that others are, too, is nobody’s concern here. */
const pkceOf = (methods: unknown): string | undefined =>
  Array.isArray(methods) ? (methods.includes('S256') ? 'S256' : methods.join(' ')) : undefined;

export const discoverStep = verb({
  name: 'discover',
  describe: 'Asks the MCP URL without a token and follows the challenge to the metadata documents.',
  args: z.strictObject({}).nullable(),
  expect: z.strictObject({
    status: z.number().optional(),
    challenge: z.string().optional(),
    points_to_metadata: z.boolean().optional(),
    resource: z.string().optional().describe('`ours` when the metadata names exactly the MCP URL.'),
    issuer: z.string().optional().describe('`matches` when the issuer is the one that the resource names.'),
    registration: z.boolean().optional(),
    revocation: z.boolean().optional(),
    pkce: z.string().optional(),
    has: z.array(z.string()).optional().describe('Scopes that the resource metadata lists.'),
    lacks: z.array(z.string()).optional(),
  }),
  usually: { status: 401, challenge: 'Bearer', points_to_metadata: true, resource: 'ours', issuer: 'matches' },
  says: () => 'A client that knows only the MCP URL asks it and follows the way it is shown',
  async run({ world }) {
    const { unauthenticated, challenge, resourceMetadata, authorizationServer, issuer } = await world.discovery();
    const resource = resourceMetadata?.doc;
    const server = authorizationServer?.doc;
    const pointed = challenge?.params.resource_metadata !== undefined;
    return {
      status: unauthenticated.status,
      challenge: challenge && schemeOf(challenge),
      // A document at a well-known URL is another way to be found, where no product promises the pointer (MCP authorization).
      points_to_metadata: pointed || (!world.profile && resource !== undefined),
      resource: resource?.resource === world.mcpUrl ? 'ours' : resource?.resource,
      issuer: server?.issuer !== undefined && server.issuer === issuer ? 'matches' : server?.issuer,
      registration: typeof server?.registration_endpoint === 'string',
      revocation: typeof server?.revocation_endpoint === 'string',
      pkce: pkceOf(server?.code_challenge_methods_supported),
      names: resource?.scopes_supported,
    };
  },
});
