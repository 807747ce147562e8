import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/says-the-type-of-every-result',
  title: 'Every result says its type: complete, or input_required',
  clauses: ['mcp-2026-07-28/base/result-type-present', 'mcp-2026-07-28/base/result-type-known'],
  applies: { eras: since('2026-07-28') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const { name, args } = world.tool('accounts');
    for (const answer of [
      await mcp.request('server/discover'),
      await mcp.request('tools/list'),
      await mcp.call(name, args('')),
    ]) {
      const type: unknown = answer.rpc()?.result?.resultType;
      expect.that(type === 'complete' || type === 'input_required', {
        expected: 'resultType complete or input_required',
        seen: String(type),
        at: answer,
      });
    }
  },
  remedy: 'Put "resultType": "complete" into every result.',
  mutants: [
    {
      name: 'leaves-the-type-of-results-open',
      rewrites: rewriteResult(({ resultType, ...rest }) => resultType && rest.content && rest),
    },
  ],
});
