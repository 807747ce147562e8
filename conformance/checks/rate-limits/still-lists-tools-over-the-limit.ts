import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

export default check({
  id: 'rate-limits/still-lists-tools-over-the-limit',
  title: 'What is limited is calling tools: a user over the limit still gets the list of them',
  clauses: ['mcp/tools/rate-limit-leaves-lists'],
  async run(world) {
    const mcp = world.mcp(await exhausted(world));
    await burst(world, mcp);
    expect.status(await mcp.request('tools/list'), 200);
  },
  remedy: 'Let listing pass: a client that cannot list drops the whole server.',
  variations: [
    'small-pages',
    'tools-in-another-order',
    'more-in-schemas',
    'retry-after-as-a-date',
    'answers-in-an-event-stream',
    'a-cookie-of-the-load-balancer',
  ],
  mutants: [{ name: 'limits-listing-too', replaces: { callCountsAgainstTheLimit: () => true } }],
});
