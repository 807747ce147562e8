import { expectErrorResponse } from '../../stage/error-response.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { assertPlainIsNotAnnounced } from './plain.ts';

export default check({
  id: 'pkce/takes-no-method-for-plain',
  title: 'A request that names no challenge method is not taken for S256',
  clauses: ['oauth21/pkce-method-default-plain'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    await assertPlainIsNotAnnounced(world);
    const person = await world.person();
    const client = await world.client({ person });
    expectErrorResponse(
      await authorize(world, { client, person, params: { code_challenge_method: undefined } }),
      'invalid_request',
    );
  },
  remedy: 'A missing code_challenge_method means plain. Refuse it with error=invalid_request instead of guessing S256.',
  mutants: [
    {
      name: 'guesses-the-challenge-method',
      replaces: { codeChallengeMethodIsS256: (method) => method === undefined || method === 'S256' },
    },
  ],
});
