import { askTradingApi, connectAtBrokerage } from '../../stage/brokerage.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'rate-limits/passes-the-brokers-limit-on',
  title: 'A limit of the broker is a tool error that says so, not a limit of the gateway and not a fault',
  clauses: ['mcp/tools/business-error-as-tool-error'],
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  lane: 'exclusive',
  async run(world) {
    if (!world.hooks.has('reset'))
      throw new Untestable('needs the test hook “reset”: it fills the limit of the broker');
    const connection = await world.connect({ person: await world.person() });
    const mcp = world.mcp(connection);
    const { accessToken } = await connectAtBrokerage(world, connection.person, 'gateway');
    let status = 200;
    for (let n = 0; n < 250 && status === 200; n++) status = (await askTradingApi(world, accessToken)).status;
    expect.equal(status, 429, 'the status of the broker’s trading API after 250 requests');
    const { name, args } = world.tool('positions');
    const account = world.accountOf(connection.person);
    const answer = await mcp.call(name, args(account));
    expect.status(answer, 200);
    expect.equal(answer.rpc()?.result?.isError, true, 'isError', answer);
    expect.that(/429|rate|too many/i.test(answer.text), {
      expected: 'words about the limit',
      seen: answer.text.slice(0, 300),
      at: answer,
    });
  },
  remedy: 'Hand the broker’s 429 to the model as a tool error with the broker’s own words.',
  mutants: [
    'breaks-when-the-broker-says-no',
    { name: 'broker-serves-without-end', replaces: { requestIsWithinTheRate: () => true } },
  ],
});
