import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

const bare = (uri: string) => uri.replace(/\/$/, '');

export default check({
  id: 'redirect-uri-mismatch/a-slash-counts',
  title: 'A slash more at the end is another redirect URI',
  clauses: [
    'oauth21/redirect-uri-exact-match',
    'rfc9700/exact-match-redirect',
    'mcp/authz/as-redirect-exact',
    'mcp/security/proxy-redirect-exact',
    'AR-E1',
  ],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => `${right}/`);
  },
  remedy: 'Compare redirect URIs character for character.',
  mutants: lenient('ignores-a-slash-at-the-end', (given, right) => bare(given) === bare(right)),
});
