import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-a-token-without-audience',
  title: 'The gateway refuses a token that does not say for whom it is',
  clauses: ['mcp/authz/server-rejects-missing-audience'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const token = await alteredToken(world, { aud: null });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Take a missing `aud` for a wrong one.',
  mutants: [
    {
      name: 'accepts-a-token-without-audience',
      replaces: {
        audienceIsOurs: (audience, mcpUrl) => [audience].flat().length === 0 || [audience].flat().includes(mcpUrl),
      },
    },
  ],
});
