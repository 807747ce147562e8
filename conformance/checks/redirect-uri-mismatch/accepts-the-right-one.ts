import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { webClient } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/accepts-the-right-one',
  title: 'The redirect URI that is registered, or a known platform’s, gets its code',
  clauses: ['oauth21/redirect-uri-exact-match', 'mcp/authz/as-redirect-exact', 'AR-10'],
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await webClient(world, person);
    const { code, answer, landing } = await authorize(world, { client, person });
    expect.that(code, {
      expected: `a code at ${client.redirectUri}`,
      seen: answer.error ?? landing.stoppedAt?.title ?? 'nothing',
    });
  },
  remedy: 'Accept each redirect URI that you have on record.',
  mutants: [
    { name: 'knows-no-redirect-uri', replaces: { redirectUriIsRegistered: () => false }, profiles: ['dynamic-client'] },
    { name: 'knows-no-platform', replaces: { redirectUriIsAKnownPlatforms: () => false }, profiles: ['static-client'] },
  ],
});
