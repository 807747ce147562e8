import { describe, expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

/** When a task was made; any time will do. */
const createdAt = '2026-11-26T15:00:00Z';

export default check({
  id: 'wire/passes-over-tasks-that-it-does-not-declare',
  title: 'A server that declares no tasks answers a call for one as any other call',
  clauses: ['mcp-2025-11-25/tasks/undeclared-ignored', 'mcp-2025-11-25/tasks/capability-declared'],
  applies: { eras: ['2025-11-25'] },
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const opened = await mcp.open();
    if (opened?.rpc()?.result?.capabilities?.tasks) throw new NotOffered('it declares tasks');
    const { name, args } = world.tool('accounts');
    const answer = await mcp.request('tools/call', { name, arguments: args(''), task: { ttl: 60_000 } });
    const result = answer.rpc()?.result;
    const isPlain = Array.isArray(result?.content) && result.task === undefined;
    // Of a tool that takes no tasks the same page says that a call for one gets -32601.
    const isForbidden = answer.rpc()?.error?.code === -32601;
    expect.that(isPlain || isForbidden, { expected: 'the result of the tool', seen: describe(answer), at: answer });
  },
  remedy: 'Declare tasks where you make them, and else pass over the member task of a call.',
  mutants: [
    {
      name: 'makes-tasks-that-it-does-not-declare',
      rewrites: rewriteResult(
        (result) =>
          result.content && {
            task: { taskId: 'a-task', status: 'working', createdAt, lastUpdatedAt: createdAt, ttl: null },
          },
      ),
    },
  ],
});
