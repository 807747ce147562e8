import { readersAmong } from '../../stage/known-tools.ts';
import { Blocked, describe, expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/says-what-its-schemas-say',
  title: 'The structured content of a tool matches its output schema',
  clauses: ['mcp/tools/output-schema-conformance'],
  dependsOn: ['wire/publishes-valid-schemas'],
  async run(world) {
    const connection = await world.borrow();
    const mcp = world.mcp(connection);
    const tools = await mcp.listTools();
    // The clause speaks of tools that provide one.
    if (!tools.some(({ outputSchema }) => outputSchema)) throw new NotOffered('none of its tools has an output schema');
    const account = await world.accountOf(connection);
    // Loaded here, for it is slow to load and most commands do without it.
    const { isKnownDialect, misfit } = await import('../../wire/json-schema.ts');
    let judged = 0;
    for (const { name, args, isGuessed } of readersAmong(world, tools)) {
      const schema = tools.find((tool) => tool.name === name)?.outputSchema;
      if (!schema || !isKnownDialect(schema)) continue;
      const answer = await mcp.call(name, args(account));
      const result = answer.rpc()?.result;
      // What is wrong with arguments that were made up is not the answer's fault.
      if (isGuessed && (!result || result.isError)) continue;
      if (!result || result.isError) throw new Blocked(`${name} does not work: ${describe(answer)}`);
      judged++;
      const seen = misfit(schema, result.structuredContent);
      expect.that(!seen, { expected: `${name} to answer by its schema`, seen: seen ?? 'that', at: answer });
    }
    if (judged === 0) throw new Untestable('needs a tool that only reads and has an output schema', 'tools');
  },
  remedy: 'Validate what a tool gives by its own output schema before you send it.',
  variations: [
    'small-pages',
    'tools-in-another-order',
    'more-in-schemas',
    'answers-in-an-event-stream',
    'more-in-results',
    'a-cookie-of-the-load-balancer',
  ],
  mutants: [
    {
      name: 'leaves-out-the-structured-content',
      rewrites: rewriteResult((result) => result.structuredContent && { ...result, structuredContent: undefined }),
    },
    {
      name: 'says-numbers-where-its-schema-says-objects',
      rewrites: rewriteResult((result) => result.structuredContent && { ...result, structuredContent: [1] }),
    },
  ],
});
