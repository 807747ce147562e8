import { expectErrorResponse } from '../../stage/error-response.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { assertPlainIsNotAnnounced } from './plain.ts';

export default check({
  id: 'pkce/refuses-plain',
  title: 'The challenge method plain is refused by a server that does not announce it',
  clauses: ['rfc7636/as-error-method-unsupported'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    await assertPlainIsNotAnnounced(world);
    const person = await world.person();
    const client = await world.client({ person });
    expectErrorResponse(
      await authorize(world, { client, person, params: { code_challenge_method: 'plain' } }),
      'invalid_request',
    );
  },
  remedy: 'Accept code_challenge_method=S256 only and answer plain with error=invalid_request.',
  mutants: [
    {
      name: 'accepts-plain',
      replaces: { codeChallengeMethodIsS256: (method) => method === 'S256' || method === 'plain' },
    },
  ],
});
