import { check } from '../../check.ts';
import { expect } from '../../expect.ts';

export default check({
  id: 'tokens/refuses-a-foreign-audience',
  title: 'The gateway refuses a token that was issued for another server',
  clauses: ['mcp-2026-07-28/authz/server-validates-audience'],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { person, client } = await world.connect();
    const claims = { aud: 'https://another-server.example/mcp' };
    const foreign = await world.hooks.mintToken({ user: person.id!, client_id: client.clientId, claims });
    expect.bearerRefusal(await world.mcp(foreign).request('tools/list'), 401, 'invalid_token');
  },
  remedy: 'Compare the token’s `aud` with your own canonical URI and answer 401 invalid_token on a mismatch.',
  mutants: [{ name: 'accepts-any-audience', replaces: { audienceIsOurs: () => true } }],
});
