import { connectAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/accepts-direct-tokens',
  title:
    'In direct mode the gateway accepts a token that the brokerage issued for the MCP URL, and a tool works with it',
  clauses: ['AR-11'],
  applies: { needs: ['direct-mode'] },
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    const { name, args } = world.tool('accounts');
    const answer = await world.mcp(connection).call(name, args(''));
    expect.status(answer, 200);
    const result = answer.rpc()?.result;
    expect.that(result && !result.isError, {
      expected: 'a result of the tool',
      seen: answer.text.slice(0, 200),
      at: answer,
    });
  },
  remedy: 'Verify such tokens with the brokerage’s keys and exchange them for your own upstream token (RFC 8693).',
  variations: ['answers-in-an-event-stream', 'media-types-in-another-case'],
  mutants: [
    { name: 'turns-direct-tokens-away', replaces: { brokerageTokenIsWelcome: () => false } },
    { name: 'passes-a-direct-token-on', replaces: { clientsTokenIsExchanged: () => false } },
  ],
});
