import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

const bare = (uri: string) => uri.replace(/^(https:\/\/)[^/@]*@/, '$1');

export default check({
  id: 'redirect-uri-mismatch/no-user-name-in-front-of-the-host',
  title: 'A redirect URI with a user name in front of the host is another one',
  clauses: ['oauth21/redirect-uri-exact-match', 'oauth21/input-sanitized'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => right.replace('://', '://trusted.example@'));
  },
  remedy: 'Compare redirect URIs as they are written, before a parser takes parts of them away.',
  mutants: lenient('ignores-a-user-name', (given, right) => bare(given) === right),
});
