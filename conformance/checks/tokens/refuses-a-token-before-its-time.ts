import { alteredToken } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-a-token-before-its-time',
  title: 'The gateway refuses a token whose `nbf` lies ahead',
  clauses: ['oauth21/bearer-validate-token'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const now = Math.floor(Date.parse(await world.hooks.now()) / 1000);
    const token = await alteredToken(world, { nbf: now + 600 });
    expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401);
  },
  remedy: 'Where a token has `nbf`, compare it with the time.',
  mutants: [{ name: 'overlooks-not-before', replaces: { tokenIsInForce: () => true } }],
});
