import { grantedScope, knownScopes, scopeSet } from '../../stage/scopes.ts';
import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refresh-keeps-the-scope',
  title: 'A refresh that names no scope gives what there was',
  clauses: ['oauth21/refresh-bound-to-scope-and-resource', 'oauth21/refresh-scope-default'],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const { trade } = knownScopes(world);
    const connection = await world.connect({ scope: 'trade' });
    const answer = await refresh(world, connection);
    expect.status(answer, 200);
    const granted = grantedScope(connection, trade);
    expect.equal(scopeSet(answer.json().scope ?? granted), scopeSet(granted), 'the scope after a refresh', answer);
  },
  remedy: 'Give a refreshed token the scope of its refresh token when the client names none.',
  mutants: [{ name: 'forgets-the-scope-at-a-refresh', replaces: { refreshedScopes: (asked) => asked ?? [] } }],
});
