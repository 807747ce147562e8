import { askTradingApi } from '../../stage/brokerage.ts';
import { Blocked, describe, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/no-token-is-passed-on',
  title: 'A tool works although the brokerage refuses the client’s token: the gateway uses one of its own',
  clauses: ['mcp/authz/server-no-token-passthrough', 'CT-10'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.borrow();
    const refused = await askTradingApi(world, connection.accessToken);
    if (refused.status !== 401) throw new Blocked(`the brokerage took the client’s token: ${describe(refused)}`);
    const { name, args } = world.tool('positions');
    const account = await world.accountOf(connection);
    const answer = await world.mcp(connection).call(name, args(account));
    expect.status(answer, 200);
    const result = answer.rpc()?.result;
    expect.that(result && !result.isError, {
      expected: 'a result of the tool',
      seen: answer.text.slice(0, 200),
      at: answer,
    });
  },
  remedy: 'Get an upstream token of your own for each grant, and never send on what a client presented.',
  variations: ['answers-in-an-event-stream', 'bodies-in-gzip'],
  mutants: [
    { name: 'passes-the-clients-token-on', replaces: { upstreamTokenIsOurOwn: (_upstream, presented) => presented } },
  ],
});
