import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/brokerage-refuses-plain',
  title: 'The brokerage refuses the challenge method plain',
  clauses: ['AR-11', 'rfc7636/as-error-method-unsupported'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person, { code_challenge_method: 'plain' });
    expectErrorResponse(authorized, 'invalid_request');
  },
  remedy: 'Accept code_challenge_method=S256 only.',
  mutants: [{ name: 'brokerage-accepts-any-challenge-method', replaces: { brokerChallengeMethodIsS256: () => true } }],
});
