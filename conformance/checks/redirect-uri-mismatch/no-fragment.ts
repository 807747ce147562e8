import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/no-fragment',
  title: 'A redirect URI with a fragment is refused',
  clauses: ['oauth21/redirect-uri-no-fragment', 'oauth21/redirect-uri-exact-match'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => `${right}#page`);
  },
  remedy: 'Refuse a redirect URI with a # in it.',
  mutants: lenient('ignores-a-fragment', (given, right) => given.split('#')[0] === right),
});
