import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-a-foreign-audience',
  title: 'The gateway refuses a token that was issued for another server',
  clauses: [
    'mcp/authz/server-validates-audience',
    'mcp/authz/server-only-own-tokens',
    'oauth21/bearer-audience',
    'rfc9068/rs-checks-aud',
    'rfc9700/rs-refuses-wrong-audience',
  ],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const token = await alteredToken(world, { aud: 'https://another-server.example/mcp' });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Compare the token’s `aud` with your own canonical URI and answer 401 invalid_token on a mismatch.',
  mutants: [{ name: 'accepts-any-audience', replaces: { audienceIsOurs: () => true } }],
});
