import { expectErrorResponse } from '../../stage/error-response.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/refuses-an-unknown-method',
  title: 'A challenge method that does not exist is refused',
  clauses: ['rfc7636/as-error-method-unsupported'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    expectErrorResponse(
      await authorize(world, { client, person, params: { code_challenge_method: 'S512' } }),
      'invalid_request',
    );
  },
  remedy: 'Accept code_challenge_method=S256 only and answer anything else with error=invalid_request.',
  mutants: [{ name: 'accepts-any-challenge-method', replaces: { codeChallengeMethodIsS256: () => true } }],
});
