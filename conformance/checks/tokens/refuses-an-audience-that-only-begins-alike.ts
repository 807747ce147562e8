import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-an-audience-that-only-begins-alike',
  title: 'The gateway refuses a token for another path or port of its own host',
  clauses: ['mcp/authz/server-validates-audience', 'rfc8707/resource-path-specific', 'rfc9068/rs-checks-aud'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    for (const aud of [world.origin, `${world.mcpUrl}/other`, `${world.origin}1/mcp`]) {
      const token = await alteredToken(world, { aud });
      expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
    }
  },
  remedy:
    'Compare `aud` with the whole URL of the MCP endpoint: a prefix or the host alone lets in tokens of a neighbour.',
  mutants: [
    {
      name: 'compares-audiences-by-host',
      replaces: {
        audienceIsOurs: (audience, mcpUrl) => [audience].flat().some((one) => one.startsWith(new URL(mcpUrl).origin)),
      },
    },
  ],
});
