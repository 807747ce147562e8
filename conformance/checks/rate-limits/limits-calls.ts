import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

export default check({
  id: 'rate-limits/limits-calls',
  title: 'A flood of tool calls comes to a limit',
  clauses: ['mcp/tools/server-rate-limits'],
  // MCP demands a limit and does not say which: one that is higher than our patience is no breach.
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    await burst(world, world.mcp(await exhausted(world)));
  },
  remedy: 'Count tool calls for each user, a token bucket for example, and refuse those beyond it.',
  mutants: [
    { name: 'counts-no-calls', replaces: { callCountsAgainstTheLimit: () => false } },
    { name: 'never-runs-out-of-calls', replaces: { bucketHasRoom: () => true } },
  ],
});
