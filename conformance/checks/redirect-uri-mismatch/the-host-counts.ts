import { check } from './area.ts';
import { expectStopped, lenient } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/the-host-counts',
  title: 'Another host is another redirect URI, a subdomain and a longer name too',
  clauses: [
    'oauth21/redirect-uri-exact-match',
    'oauth21/no-redirect-on-bad-redirect-uri',
    'mcp/authz/as-redirect-exact',
    'mcp/authz/as-no-untrusted-redirect',
  ],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, (right) => right.replace('://', '://attacker.'));
    await expectStopped(world, (right) => right.replace(/^(https:\/\/[^/]+)/, '$1.attacker.example'));
  },
  remedy: 'Compare redirect URIs character for character; no wildcard and no suffix of a name.',
  mutants: lenient('takes-any-host', (given, right) => new URL(given).pathname === new URL(right).pathname),
});
