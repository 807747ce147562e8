import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/token-answers-are-not-stored',
  title: 'An answer that holds tokens forbids storing it',
  clauses: ['oauth21/token-no-store'],
  blame: 'authorization-server',
  async run(world) {
    const { tokenAnswer: answer } = await world.lookAt();
    const caching = answer.headers['cache-control'] ?? 'no Cache-Control';
    expect.that(/\bno-store\b/i.test(caching), { expected: 'Cache-Control: no-store', seen: caching, at: answer });
  },
  remedy: 'Send Cache-Control: no-store with every answer of the token endpoint.',
  mutants: [
    {
      name: 'lets-token-answers-be-stored',
      replaces: { cachingOf: (kind) => (kind === 'page' ? 'no-store' : 'public, max-age=300') },
    },
  ],
});
