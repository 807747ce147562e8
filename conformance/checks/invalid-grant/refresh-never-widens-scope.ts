import { grantedScope, knownScopes, scopeSet } from '../../stage/scopes.ts';
import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refresh-never-widens-scope',
  title: 'A refresh gives no scope that the user did not grant',
  clauses: ['oauth21/refresh-scope-not-wider', 'rfc6749/invalid-scope-at-token'],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const { read, trade } = knownScopes(world);
    const connection = await world.connect({ scope: 'read' });
    const granted = scopeSet(grantedScope(connection, read));
    const answer = await refresh(world, connection, { scope: trade });
    // Whoever gives what there was, and says so, has not widened it. Silence would mean all that was asked for.
    if (answer.status !== 200) return expect.oauthError(answer, 400, 'invalid_scope');
    const beyond = scopeSet(answer.json().scope ?? trade).filter((scope) => !granted.includes(scope));
    expect.equal(beyond, [], 'the scope beyond what was granted', answer);
  },
  remedy: 'Compare the scope that a refresh asks for with the scope of the refresh token and answer 400 invalid_scope.',
  mutants: [{ name: 'grants-any-scope-at-a-refresh', replaces: { refreshScopeIsNoWider: () => true } }],
});
