import { connectAtBrokerage } from '../../stage/brokerage.ts';
import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';

export default check({
  id: 'tokens/brokerage-tokens-are-no-way-in',
  title: 'Where clients register themselves, no token of the brokerage opens the MCP endpoint, whatever its audience',
  clauses: ['CT-10', 'mcp-2025-11-25/authz/server-only-own-tokens', 'mcp-2026-07-28/authz/server-only-own-tokens'],
  level: 'MUST',
  applies: { needs: ['oauth'], profiles: ['dynamic-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
  },
  remedy: 'Accept tokens of your own authorization server only, for that is the one your metadata names.',
  mutants: [{ name: 'welcomes-tokens-of-the-brokerage', replaces: { brokerageTokenIsWelcome: () => true } }],
});
