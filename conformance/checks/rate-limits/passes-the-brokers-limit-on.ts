import { expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'rate-limits/passes-the-brokers-limit-on',
  title: 'A limit of the broker is a tool error that says so, not a limit of the gateway and not a fault',
  clauses: ['mcp/tools/business-error-as-tool-error'],
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    if (!world.hooks.has('faults'))
      throw new Untestable('needs the test hook “faults”, which the target lacks', 'test hooks');
    const person = await world.person();
    const connection = await world.connect({ person });
    const mcp = world.mcp(connection);
    const { name, args } = world.tool('positions');
    const account = await world.accountOf(connection);
    // Filling the broker's own limit takes two hundred requests and shows the same.
    await world.hooks.orderFault({ kind: 'rate_limited', user: person.email, times: 1 });
    const answer = await mcp.call(name, args(account));
    expect.status(answer, 200);
    const isServed = answer.rpc()?.result?.isError !== true;
    // What tells of a gateway's own data asks no broker, and meets no limit there.
    const met = async () => (await world.hooks.journal(person.id!)).some(({ status }) => status === 429);
    if (isServed && world.hooks.has('journal') && !(await met())) throw new NotOffered(`${name} asks no broker`);
    expect.equal(answer.rpc()?.result?.isError, true, 'isError', answer);
    expect.that(/429|rate|too many/i.test(answer.words()), {
      expected: 'words about the limit',
      seen: answer.words().slice(0, 300),
      at: answer,
    });
  },
  remedy: 'Hand the broker’s 429 to the model as a tool error with the broker’s own words.',
  variations: ['tool-results-in-several-parts'],
  mutants: ['breaks-when-the-broker-says-no'],
});
