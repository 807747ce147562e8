import { knownTools } from '../../stage/known-tools.ts';
import { Blocked, describe, expect, Untestable } from '../../vocabulary/expect.ts';
import type { Purpose } from '../../vocabulary/profile.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

const reads: readonly Purpose[] = ['accounts', 'summary', 'positions', 'orders', 'quote'];

export default check({
  id: 'wire/says-what-its-schemas-say',
  title: 'The structured content of a tool matches its output schema',
  clauses: ['mcp/tools/output-schema-conformance'],
  dependsOn: ['wire/publishes-valid-schemas'],
  async run(world) {
    const connection = await world.borrow();
    const mcp = world.mcp(connection);
    const tools = await mcp.listTools();
    const account = await world.accountOf(connection);
    // Loaded here, for it is slow to load and most commands do without it.
    const { misfit } = await import('../../wire/json-schema.ts');
    let judged = 0;
    for (const { name, args } of knownTools(world, reads)) {
      const schema = tools.find((tool) => tool.name === name)?.outputSchema;
      // Other dialects than that of the protocol are not known here.
      if (!schema || !String(schema.$schema ?? '2020-12').includes('2020-12')) continue;
      const answer = await mcp.call(name, args(account));
      const result = answer.rpc()?.result;
      if (!result || result.isError) throw new Blocked(`${name} does not work: ${describe(answer)}`);
      judged++;
      const seen = misfit(schema, result.structuredContent);
      expect.that(!seen, { expected: `${name} to answer by its schema`, seen: seen ?? 'that', at: answer });
    }
    if (judged === 0) throw new Untestable('needs a tool with an output schema');
  },
  remedy: 'Validate what a tool gives by its own output schema before you send it.',
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
