import { check } from './area.ts';
import { expectNoRedirect } from './mismatch.ts';

const loose = (uri: string) => uri.replace(/^http:\/\/127\.0\.0\.1[^/]*/, '');

export default check({
  id: 'redirect-uri-mismatch/a-name-that-begins-like-loopback',
  title: 'A host that only begins like a loopback address is not loopback',
  clauses: ['oauth21/redirect-uri-exact-match', 'rfc9700/no-http-redirects', 'mcp/authz/redirect-uri-scheme-as'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/any-port-on-loopback'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    for (const host of ['127.0.0.1.attacker.example', '127.0.0.1:33418@attacker.example']) {
      await expectNoRedirect(world, { client, person, params: { redirect_uri: `http://${host}/callback` } });
    }
  },
  remedy: 'Parse the URI and compare the whole host name with 127.0.0.1, [::1] and localhost.',
  mutants: [
    {
      name: 'takes-a-host-that-begins-like-loopback',
      replaces: {
        loopbackPortMayDiffer: (given, registered) => registered.some((right) => loose(given) === loose(right)),
      },
      profiles: ['dynamic-client'],
    },
    {
      name: 'takes-what-begins-like-loopback',
      replaces: { redirectUriIsLoopback: (given) => given.startsWith('http://127.0.0.1') },
      profiles: ['static-client'],
    },
  ],
});
