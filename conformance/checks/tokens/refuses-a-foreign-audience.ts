import { alteredToken } from '../../stage/altered-token.ts';
import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';

export default check({
  id: 'tokens/refuses-a-foreign-audience',
  title: 'The gateway refuses a token that was issued for another server',
  clauses: [
    'mcp-2025-11-25/authz/server-validates-audience',
    'mcp-2026-07-28/authz/server-validates-audience',
    'mcp-2025-11-25/authz/server-only-own-tokens',
    'mcp-2026-07-28/authz/server-only-own-tokens',
    'oauth21/bearer-audience',
    'rfc9068/rs-checks-aud',
    'rfc9700/rs-refuses-wrong-audience',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const token = await alteredToken(world, { aud: 'https://another-server.example/mcp' });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Compare the token’s `aud` with your own canonical URI and answer 401 invalid_token on a mismatch.',
  mutants: [{ name: 'accepts-any-audience', replaces: { audienceIsOurs: () => true } }],
});
