import { expect, Untestable } from '../../vocabulary/expect.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

export default check({
  id: 'rate-limits/serves-again-when-it-said',
  title: 'After the time that Retry-After names a call is served again',
  clauses: ['rfc9110/retry-after-honest'],
  lane: 'exclusive',
  async run(world) {
    const mcp = world.mcp(await exhausted(world));
    const { refused } = await burst(world, mcp);
    const seconds = retryAfter(refused);
    if (seconds === undefined) throw new Untestable('needs a Retry-After, and the refusal held none that can be read');
    await world.hooks.advance(seconds);
    const { name, args } = world.tool('accounts');
    expect.status(await mcp.call(name, args('')), 200);
  },
  remedy: 'Work Retry-After out from the bucket, rounded up to whole seconds.',
  variations: [
    'retry-after-as-a-date',
    'answers-in-an-event-stream',
    'more-in-results',
    'a-cookie-of-the-load-balancer',
  ],
  mutants: [{ name: 'says-to-come-back-at-once', replaces: { retryAfterIsSent: () => '0' } }],
});
