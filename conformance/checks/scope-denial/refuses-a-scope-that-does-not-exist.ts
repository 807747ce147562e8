import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { authorize } from '../../verbs/oauth.ts';

export default check({
  id: 'scope-denial/refuses-a-scope-that-does-not-exist',
  title: 'A scope that does not exist comes back as invalid_scope with the state, or is left out of the grant',
  clauses: ['oauth21/invalid-scope-at-authorize', 'oauth21/state-echoed-on-error'],
  level: 'MUST',
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const scope = `${world.scopes.read ?? ''} openbell:everything`.trim();
    const { answer, landing, state } = await authorize(world, { client, person, scope });
    const at = landing.redirect && { exchange: landing.redirect.exchange };
    expect.equal(answer.error, 'invalid_scope', 'the error of the redirect', at as never);
    expect.equal(answer.state, state, 'the state that came back with it', at as never);
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
