import { readersAmong } from '../../stage/known-tools.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import type { Purpose } from '../../vocabulary/profile.ts';
import { check } from './area.ts';

// Of a quote it is plain what it is called with.
const reads: readonly Purpose[] = ['quote', 'accounts', 'summary', 'positions', 'orders'];

export default check({
  id: 'wire/checks-arguments-before-the-broker-sees-them',
  title: 'Arguments that the input schema forbids become an error and never reach the broker',
  clauses: ['mcp/tools/server-validates-inputs', 'mcp/tools/input-validation-as-tool-error'],
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    // Only where a journal is read does it matter whose calls stand there.
    const readsJournal = world.hooks.has('journal');
    const connection = readsJournal ? await world.connect({ person: await world.person() }) : await world.borrow();
    const mcp = world.mcp(connection);
    // A tool that takes no arguments has none to check.
    const tool = readersAmong(world, await mcp.listTools(), reads).find(({ args }) => Object.keys(args('')).length > 0);
    if (!tool) throw new Untestable('needs a tool that only reads and takes arguments', 'tools');
    const { name, args } = tool;
    const wrong = Object.fromEntries(Object.keys(args('')).map((key) => [key, { not: ['a', 'symbol'] }]));
    const user = connection.person.id;
    const seen = async () => (user && readsJournal ? (await world.hooks.journal(user)).length : 0);
    const before = await seen();
    const answer = await mcp.call(name, wrong);
    const { result, error } = answer.rpc() ?? {};
    // An internal error is what became of arguments that nobody looked at.
    const refused = result ? result.isError === true : error !== undefined && error.code !== -32603;
    const said = answer.text.slice(0, 300);
    expect.that(refused, { expected: 'a tool error, or one of the protocol', seen: said, at: answer });
    expect.equal(await seen(), before, 'the number of requests that reached the broker', answer);
  },
  remedy:
    'Validate the arguments by the published input schema first, and tell the model what is wrong with isError: true.',
  variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
  mutants: [{ name: 'passes-arguments-on-unchecked', replaces: { argumentsMatchSchema: () => true } }],
});
