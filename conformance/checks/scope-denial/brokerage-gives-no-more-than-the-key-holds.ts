import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/brokerage-gives-no-more-than-the-key-holds',
  title: 'In direct mode a scope that the key does not hold is invalid_scope',
  clauses: ['AR-1', 'oauth21/invalid-scope-at-authorize', 'AR-11', 'AR-15'],
  blame: 'broker',
  applies: { needs: ['client-ids', 'direct-mode'] },
  dependsOn: ['tokens/accepts-direct-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const scope = 'account:information analytics:information';
    expectErrorResponse(await authorizeAtBrokerage(world, client, person, { scope }), 'invalid_scope');
  },
  remedy: 'Compare the scopes asked for with those that the owner of the key has chosen.',
  variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
  mutants: [{ name: 'brokerage-gives-more-than-the-key-holds', replaces: { brokerScopeIsWithinTheKey: () => true } }],
});
