import { expect } from '../../vocabulary/expect.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

export default check({
  id: 'rate-limits/says-when-to-come-back',
  title: 'A 429 says in Retry-After when to come back, in whole seconds or as a date',
  clauses: ['rfc6585/429-retry-after', 'rfc9110/retry-after-syntax'],
  dependsOn: ['rate-limits/limits-calls'],
  async run(world) {
    const { refused } = await burst(world, world.mcp(await exhausted(world)));
    const after = refused.headers['retry-after'] ?? '';
    expect.that(retryAfter(refused) !== undefined, {
      expected: 'Retry-After in seconds or as an HTTP date',
      seen: after || 'none',
      at: refused,
    });
  },
  remedy: 'Send Retry-After with the number of seconds after which the next call will be served.',
  mutants: [
    { name: 'does-not-say-when-to-come-back', replaces: { retryAfterIsSent: () => undefined } },
    { name: 'says-to-come-back-soon', replaces: { retryAfterIsSent: () => 'soon' } },
  ],
});
