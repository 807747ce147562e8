import { connectAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/brokerage-token-answers-are-not-stored',
  title: 'A token answer of the brokerage forbids storing it',
  clauses: ['oauth21/token-no-store', 'AR-11'],
  applies: { needs: ['direct-mode'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const { tokenAnswer: answer } = await connectAtBrokerage(world, await world.person(), 'direct');
    const caching = answer.headers['cache-control'] ?? 'no Cache-Control';
    expect.that(/\bno-store\b/i.test(caching), { expected: 'Cache-Control: no-store', seen: caching, at: answer });
  },
  remedy: 'Send Cache-Control: no-store with every answer of the token endpoint.',
  mutants: [{ name: 'brokerage-lets-its-answers-be-stored', replaces: { brokerAnswerForbidsStoring: () => false } }],
});
