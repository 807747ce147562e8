import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/the-query-counts',
  title: 'A redirect URI with a query that was not registered is another one',
  clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/exact-match-redirect'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => `${right}?next=https%3A%2F%2Fattacker.example`);
  },
  remedy: 'Compare redirect URIs with their query: many sites redirect by it.',
  mutants: lenient('ignores-the-query', (given, right) => given.split('?')[0] === right),
});
