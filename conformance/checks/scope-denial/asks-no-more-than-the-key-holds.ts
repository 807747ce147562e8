import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { authorize } from '../../verbs/oauth.ts';

export default check({
  id: 'scope-denial/asks-no-more-than-the-key-holds',
  title: 'A client that asks for more than its key holds gets invalid_scope',
  clauses: ['AR-1', 'AR-15', 'oauth21/invalid-scope-at-authorize'],
  level: 'MUST',
  blame: 'broker',
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { read = '', trade } = world.scopes;
    const person = await world.person();
    const client = await world.client({ person, scopes: read.split(' ') });
    const { answer, state } = await authorize(world, { client, person, scope: trade });
    expect.equal(answer.error ?? (answer.code && 'a code'), 'invalid_scope', 'what came back');
    expect.equal(answer.state, state, 'the state that came back with it');
  },
  remedy: 'Compare the scopes asked for with those of the key, and hand the brokerage’s invalid_scope on.',
  mutants: [{ name: 'gives-more-than-the-key-holds', replaces: { brokerScopeIsWithinTheKey: () => true } }],
});
