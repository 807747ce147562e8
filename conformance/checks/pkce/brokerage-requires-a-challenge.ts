import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/brokerage-requires-a-challenge',
  title: 'The brokerage refuses an authorization request without a code_challenge',
  clauses: ['AR-11', 'rfc7636/as-error-pkce-required'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person, { code_challenge: undefined });
    expectErrorResponse(authorized, 'invalid_request');
  },
  remedy: 'Answer a request without code_challenge with error=invalid_request.',
  mutants: [
    { name: 'brokerage-lets-a-request-in-without-a-challenge', replaces: { brokerChallengeIsPresent: () => true } },
  ],
});
