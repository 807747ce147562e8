import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/the-path-counts',
  title: 'A longer or shorter path is another redirect URI',
  clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/exact-match-redirect', 'rfc8252/native-exact-redirect'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => `${right}/elsewhere`);
    await expectStopped(world, (right) => right.replace(/\/[^/]+$/, ''));
  },
  remedy: 'Compare redirect URIs character for character: a prefix is not a match.',
  mutants: lenient('takes-any-path-below', (given, right) => given.startsWith(right)),
});
