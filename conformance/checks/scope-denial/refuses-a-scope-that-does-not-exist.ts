import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { expectErrorResponse } from '../../verbs/error-response.ts';
import { authorize } from '../../verbs/oauth.ts';

export default check({
  id: 'scope-denial/refuses-a-scope-that-does-not-exist',
  title: 'A scope that does not exist comes back as invalid_scope with the state',
  clauses: ['oauth21/invalid-scope-at-authorize', 'oauth21/state-echoed-on-error'],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const scope = `${world.scopes.read ?? ''} openbell:everything`.trim();
    const authorized = await authorize(world, { client, person, scope });
    expectErrorResponse(authorized, 'invalid_scope');
    expect.equal(authorized.answer.state, authorized.state, 'the state that came back with the error');
  },
  remedy: 'Send the browser back to the client with error=invalid_scope and its state.',
  mutants: [
    {
      name: 'grants-scopes-that-do-not-exist',
      replaces: { scopeIsSupported: () => true },
      profiles: ['dynamic-client'],
    },
  ],
});
