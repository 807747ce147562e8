import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

export default check({
  id: 'rate-limits/keeps-429-out-of-caches',
  title: 'A 429 is not stored by any cache',
  clauses: ['rfc6585/429-not-stored'],
  dependsOn: ['rate-limits/says-429'],
  async run(world) {
    const { refused } = await burst(world, world.mcp(await exhausted(world)));
    const control = refused.headers['cache-control'] ?? '';
    const stored = /public|max-age=[1-9]|s-maxage=[1-9]/i.test(control) && !/no-store/i.test(control);
    expect.that(!stored, { expected: 'no-store, or nothing that lets a cache keep it', seen: control, at: refused });
  },
  remedy: 'Send Cache-Control: no-store with a 429.',
  mutants: [
    {
      name: 'lets-caches-keep-a-429',
      rewrites: rewriteJson('/mcp', (_body, { status, headers }) =>
        status === 429 ? { headers: { ...headers, 'cache-control': 'public, max-age=3600' } } : undefined,
      ),
    },
  ],
});
