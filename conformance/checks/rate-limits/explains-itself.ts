import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

export default check({
  id: 'rate-limits/explains-itself',
  title: 'A 429 says in words what the limit is',
  clauses: ['rfc6585/429-details'],
  dependsOn: ['rate-limits/says-429'],
  async run(world) {
    const { refused } = await burst(world, world.mcp(await exhausted(world)));
    const explained = /\d/.test(refused.text) && refused.text.length > 40;
    expect.that(explained, {
      expected: 'a sentence with the limit in it',
      seen: refused.text || 'nothing',
      at: refused,
    });
  },
  remedy: 'Say in the body how many calls a user has in which time.',
  mutants: [
    {
      name: 'refuses-without-a-word',
      rewrites: rewriteJson('/mcp', (_body, { status }) =>
        status === 429 ? { body: { error: 'rate_limit' } } : undefined,
      ),
    },
  ],
});
