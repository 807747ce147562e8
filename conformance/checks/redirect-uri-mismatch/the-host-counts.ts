import { check } from '../../vocabulary/check.ts';
import { expectStopped, lenient } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/the-host-counts',
  title: 'Another host is another redirect URI, a subdomain and a longer name too',
  clauses: [
    'oauth21/redirect-uri-exact-match',
    'oauth21/no-redirect-on-bad-redirect-uri',
    'mcp-2025-11-25/authz/as-redirect-exact',
    'mcp-2026-07-28/authz/as-redirect-exact',
    'mcp-2025-11-25/authz/as-no-untrusted-redirect',
    'mcp-2026-07-28/authz/as-no-untrusted-redirect',
  ],
  level: 'MUST',
  blame: 'authorization-server',
  applies: { needs: ['oauth'] },
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => right.replace('://', '://attacker.'));
    await expectStopped(world, (right) => right.replace(/^(https:\/\/[^/]+)/, '$1.attacker.example'));
  },
  remedy: 'Compare redirect URIs character for character; no wildcard and no suffix of a name.',
  mutants: lenient('takes-any-host', (given, right) => new URL(given).pathname === new URL(right).pathname),
});
