import { expectErrorResponse } from '../../stage/error-response.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/requires-a-challenge',
  title: 'An authorization request without a code_challenge is refused',
  clauses: ['oauth21/pkce-no-challenge-no-token', 'rfc7636/as-error-pkce-required', 'mcp/authz/as-pkce-enforced'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    expectErrorResponse(
      await authorize(world, {
        client,
        person,
        params: { code_challenge: undefined, code_challenge_method: undefined },
      }),
      'invalid_request',
    );
  },
  remedy:
    'Answer a request without code_challenge with error=invalid_request: MCP clients are public, so PKCE is not optional.',
  mutants: [{ name: 'lets-a-request-in-without-a-challenge', replaces: { codeChallengeIsGiven: () => true } }],
});
