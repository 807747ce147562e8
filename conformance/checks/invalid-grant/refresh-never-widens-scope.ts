import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { refresh } from '../../verbs/oauth.ts';

export default check({
  id: 'invalid-grant/refresh-never-widens-scope',
  title: 'A refresh cannot ask for scope that the user did not grant',
  clauses: ['oauth21/refresh-scope-not-wider', 'rfc6749/invalid-scope-at-token'],
  level: 'MUST',
  applies: { needs: ['oauth', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await world.connect({ scope: 'read' });
    const answer = await refresh(world, connection, { scope: world.scopes.trade });
    expect.oauthError(answer, 400, 'invalid_scope');
  },
  remedy: 'Compare the scope that a refresh asks for with the scope of the refresh token and answer 400 invalid_scope.',
  mutants: [{ name: 'grants-any-scope-at-a-refresh', replaces: { refreshScopeIsNoWider: () => true } }],
});
