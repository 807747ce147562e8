import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/answers-ping',
  title: 'Ping is answered with an empty result',
  clauses: ['mcp-2025-11-25/ping/answered'],
  applies: { eras: until('2025-11-25') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('ping');
    expect.status(answer, 200);
    // Every result may carry _meta.
    const { _meta, ...result } = answer.rpc()?.result ?? { none: true };
    expect.equal(result, {}, 'the result of ping', answer);
  },
  remedy: 'Answer ping at once with {}.',
  mutants: [
    {
      name: 'talks-back-to-ping',
      rewrites: rewriteResult((result) => (Object.keys(result).length === 0 ? { pong: true } : undefined)),
    },
  ],
});
