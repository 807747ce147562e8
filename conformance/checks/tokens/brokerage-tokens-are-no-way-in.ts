import { connectAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/brokerage-tokens-are-no-way-in',
  title: 'Where clients register themselves, no token of the brokerage opens the MCP endpoint, whatever its audience',
  clauses: ['mcp/authz/server-only-own-tokens', 'CT-10'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
  },
  remedy: 'Accept tokens of your own authorization server only, for that is the one your metadata names.',
  mutants: [{ name: 'welcomes-tokens-of-the-brokerage', replaces: { brokerageTokenIsWelcome: () => true } }],
});
