import { check } from './area.ts';
import { expectStopped } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/sends-no-error-to-strangers',
  title: 'Not even an error goes to a redirect URI that nobody vouches for',
  clauses: [
    'oauth21/no-redirect-on-bad-redirect-uri',
    'oauth21/inform-owner-on-bad-redirect',
    'rfc9700/no-open-redirector-as',
    'rfc9700/trusted-redirect-only',
    'oauth21/untrusted-redirect-not-automatic',
    'mcp/authz/as-no-untrusted-redirect',
  ],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    await expectStopped(world, () => 'https://attacker.example/callback');
    await expectStopped(world, () => 'https://attacker.example/callback', { response_type: 'token' });
  },
  remedy:
    'Check the redirect URI before anything that could lead to an error redirect, and show a page where it is wrong.',
  mutants: [{ name: 'sends-errors-anywhere', replaces: { errorMayBeRedirected: () => true } }],
});
