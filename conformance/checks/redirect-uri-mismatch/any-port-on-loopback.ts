import { expect, Untestable } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'redirect-uri-mismatch/any-port-on-loopback',
  title: 'A program on the user’s machine may listen at another port than it registered',
  clauses: [
    'oauth21/loopback-any-port-at-authorize',
    'rfc8252/loopback-ip-port',
    'rfc9700/localhost-port-exception',
    'oauth21/static-loopback-native',
  ],
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const moved = new URL(client.redirectUri);
    if (!['127.0.0.1', '[::1]', 'localhost'].includes(moved.hostname)) {
      throw new Untestable('needs a client whose redirect URI is on loopback');
    }
    moved.port = '51234';
    const { code, answer, landing } = await authorize(world, { client, person, params: { redirect_uri: moved.href } });
    expect.that(code, {
      expected: `a code at ${moved.href}`,
      seen: answer.error ?? landing.stoppedAt?.title ?? 'nothing',
    });
  },
  remedy: 'Leave the port out when you compare loopback redirect URIs.',
  mutants: [
    { name: 'pins-loopback-ports', replaces: { loopbackPortMayDiffer: () => false }, profiles: ['dynamic-client'] },
    {
      name: 'knows-one-loopback-port',
      replaces: { redirectUriIsLoopback: (given) => given.includes(':33418/') },
      profiles: ['static-client'],
    },
  ],
});
