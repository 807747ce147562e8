import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'redirect-uri-mismatch/takes-the-only-one-for-granted',
  title: 'A client with one redirect URI may leave it out',
  clauses: ['oauth21/redirect-uri-optional-when-one'],
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const { code, answer, landing } = await authorize(world, { client, person, params: { redirect_uri: undefined } });
    expect.that(code, {
      expected: 'a code at the only redirect URI',
      seen: answer.error ?? landing.stoppedAt?.title ?? 'nothing',
    });
  },
  remedy: 'Use the only redirect URI there is, or say in your documentation that it has to be sent.',
  mutants: [{ name: 'insists-on-the-only-redirect-uri', replaces: { soleRedirectUriIsTheDefault: () => false } }],
});
