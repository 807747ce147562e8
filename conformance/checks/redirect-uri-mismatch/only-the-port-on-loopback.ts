import { check } from './area.ts';
import { expectNoRedirect } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/only-the-port-on-loopback',
  title: 'On loopback nothing but the port may differ from what was registered',
  clauses: [
    'oauth21/loopback-any-port-at-authorize',
    'rfc8252/native-exact-redirect',
    'oauth21/redirect-uri-exact-match',
  ],
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  dependsOn: ['redirect-uri-mismatch/any-port-on-loopback'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    for (const path of ['/another/path', '/callback/', '/callback?more=1']) {
      await expectNoRedirect(world, {
        client,
        person,
        params: { redirect_uri: new URL(path, client.redirectUri).href },
      });
    }
  },
  remedy: 'Compare scheme, host, path and query of loopback redirect URIs character for character.',
  mutants: [
    {
      name: 'lets-everything-differ-on-loopback',
      replaces: { loopbackPortMayDiffer: (given) => /^http:\/\/127\.0\.0\.1[:/]/.test(given) },
    },
  ],
});
