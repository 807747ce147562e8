import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

export default check({
  id: 'rate-limits/says-429',
  title: 'A call over the limit is 429, not some other error',
  clauses: ['rfc6585/429-for-rate-limit'],
  dependsOn: ['rate-limits/limits-calls'],
  async run(world) {
    const { refused } = await burst(world, world.mcp(await exhausted(world)));
    expect.status(refused, 429);
  },
  remedy: 'Answer 429: clients take 403 for a missing right and 500 for a fault, and neither is worth waiting for.',
  mutants: [{ name: 'calls-too-many-calls-forbidden', replaces: { overTheLimitIs429: () => 403 } }],
});
