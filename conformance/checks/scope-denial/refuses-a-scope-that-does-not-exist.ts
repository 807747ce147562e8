import { expectErrorResponse } from '../../stage/error-response.ts';
import { expect } from '../../vocabulary/expect.ts';
import { authorize, redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/refuses-a-scope-that-does-not-exist',
  title: 'A scope that does not exist comes back as invalid_scope with the state, or is left out of what is granted',
  clauses: ['oauth21/invalid-scope-at-authorize', 'oauth21/state-echoed-on-error'],
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const unknown = 'openbell:everything';
    const scope = `${world.scopes.read ?? ''} ${unknown}`.trim();
    const authorized = await authorize(world, { client, person, scope, human: { scope: unknown } });
    if (!authorized.code) {
      expectErrorResponse(authorized, 'invalid_scope');
      expect.equal(authorized.answer.state, authorized.state, 'the state that came back with the error');
      return;
    }
    const answer = await redeem(world, client, authorized);
    if (answer.status !== 200) return expect.oauthError(answer, 400, 'invalid_scope');
    // Silence would mean that all of it was granted.
    const granted: unknown = answer.json().scope;
    const narrowed = typeof granted === 'string' && !granted.includes(unknown);
    expect.that(narrowed, { expected: 'a scope without it', seen: String(granted ?? 'no scope'), at: answer });
  },
  remedy: 'Send the browser back to the client with error=invalid_scope and its state, or say which scope is left.',
  variations: ['pages-in-capitals', 'bodies-in-gzip'],
  mutants: [
    { name: 'grants-scopes-that-do-not-exist', replaces: { scopeIsSupported: () => true }, needs: ['scope-choice'] },
  ],
});
