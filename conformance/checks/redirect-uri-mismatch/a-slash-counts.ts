import { check } from '../../vocabulary/check.ts';
import { expectStopped, lenient } from './mismatch.ts';

const bare = (uri: string) => uri.replace(/\/$/, '');

export default check({
  id: 'redirect-uri-mismatch/a-slash-counts',
  title: 'A slash more at the end is another redirect URI',
  clauses: [
    'oauth21/redirect-uri-exact-match',
    'rfc9700/exact-match-redirect',
    'mcp-2025-11-25/authz/as-redirect-exact',
    'mcp-2026-07-28/authz/as-redirect-exact',
    'mcp-2025-11-25/security/proxy-redirect-exact',
    'mcp-2026-07-28/security/proxy-redirect-exact',
    'AR-E1',
  ],
  level: 'MUST',
  blame: 'authorization-server',
  applies: { needs: ['oauth'] },
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => `${right}/`);
  },
  remedy: 'Compare redirect URIs character for character.',
  mutants: lenient('ignores-a-slash-at-the-end', (given, right) => bare(given) === bare(right)),
});
