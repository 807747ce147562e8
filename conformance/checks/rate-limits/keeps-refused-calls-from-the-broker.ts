import { Blocked, expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { burst, exhausted, isRefused } from './burst.ts';

export default check({
  id: 'rate-limits/keeps-refused-calls-from-the-broker',
  title: 'Calls over the limit do not reach the broker',
  clauses: ['mcp/tools/rate-limit-before-work', 'mcp/tools/server-rate-limits'],
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  lane: 'exclusive',
  async run(world) {
    // Without the broker's journal nothing would come of all these calls.
    if (!world.hooks.has('journal'))
      throw new Untestable('needs the test hook “journal”, which the target lacks', 'test hooks');
    const connection = await exhausted(world);
    const mcp = world.mcp(connection);
    await burst(world, mcp);
    const before = (await world.hooks.journal(connection.person.id!)).length;
    const { name, args } = world.tool('positions');
    const account = await world.accountOf(connection);
    for (let n = 0; n < 3; n++) {
      if (!isRefused(await mcp.call(name, args(account)))) throw new Blocked('the limit had room again');
    }
    const reached = (await world.hooks.journal(connection.person.id!)).length - before;
    expect.equal(reached, 0, 'the number of refused calls that reached the broker');
  },
  remedy: 'Check the limit before anything else is done for a call.',
  variations: [
    'the-brokerages-json-with-escapes',
    'the-brokerage-redirects-otherwise',
    'retry-after-as-a-date',
    'answers-in-an-event-stream',
    'connections-are-closed',
  ],
  mutants: ['never-runs-out-of-calls'],
});
