import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

const bare = (uri: string) => uri.replace(/^https?:/, '');

export default check({
  id: 'redirect-uri-mismatch/the-scheme-counts',
  title: 'http in place of https is another redirect URI',
  clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/no-http-redirects', 'AR-E1'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => right.replace('https:', 'http:'));
  },
  remedy: 'Compare redirect URIs character for character, the scheme included.',
  mutants: lenient('ignores-the-scheme', (given, right) => bare(given) === bare(right)),
});
