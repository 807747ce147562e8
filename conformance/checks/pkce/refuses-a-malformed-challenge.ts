import { expectErrorResponse } from '../../stage/error-response.ts';
import { authorize, s256 } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/refuses-a-malformed-challenge',
  title: 'A code_challenge that is no SHA-256 hash in base64url is refused',
  clauses: ['oauth21/pkce-challenge-syntax'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    for (const challenge of ['abc', `${s256(world.secret('code_verifier')).slice(1)}=`]) {
      const authorized = await authorize(world, { client, person, params: { code_challenge: challenge } });
      expectErrorResponse(authorized, 'invalid_request');
    }
  },
  remedy:
    'An S256 challenge is 43 characters of the base64url alphabet without padding. Answer any other with error=invalid_request.',
  mutants: [{ name: 'stores-any-challenge', replaces: { codeChallengeIsWellFormed: () => true } }],
});
