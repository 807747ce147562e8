import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/case-counts',
  title: 'Upper case in the path makes another redirect URI',
  clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/exact-match-redirect'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => right.replace(/callback$/, 'Callback'));
  },
  remedy: 'Compare redirect URIs without folding case.',
  mutants: lenient('ignores-case', (given, right) => given.toLowerCase() === right.toLowerCase()),
});
