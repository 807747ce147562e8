import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/reports-the-brokers-refusal-as-a-tool-error',
  title: 'What the broker refuses is told to the model as a tool error, not as a broken server',
  clauses: ['mcp/tools/business-error-as-tool-error'],
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    const { name, args } = world.tool('quote');
    const unknown = Object.fromEntries(Object.keys(args('')).map((key) => [key, 'ZZZZX']));
    const answer = await world.mcp(await world.borrow()).call(name, unknown);
    expect.status(answer, 200);
    expect.equal(answer.rpc()?.result?.isError, true, 'isError of a quote for a symbol that does not exist', answer);
  },
  remedy: 'Turn the errors of the broker into a result with isError: true and the broker’s own words.',
  mutants: [{ name: 'breaks-when-the-broker-says-no', replaces: { brokerErrorIsAToolError: () => false } }],
});
