import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { refresh } from '../../verbs/oauth.ts';

export default check({
  id: 'invalid-grant/refresh-narrows-scope-when-asked',
  title: 'A refresh that asks for less gives less, and the next one may have all again',
  clauses: ['oauth21/refresh-scope-narrow', 'oauth21/refresh-new-token-same-scope'],
  level: 'MUST',
  applies: { needs: ['oauth', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await world.connect({ scope: 'trade' });
    const narrow = await refresh(world, connection, { scope: world.scopes.read });
    const sorted = (scope = '') => scope.split(' ').sort();
    expect.equal(sorted(narrow.json().scope), sorted(world.scopes.read), 'the scope of the narrowed token', narrow);
    const { refresh_token } = narrow.json();
    const whole = await refresh(world, connection, { refresh_token, scope: connection.scope });
    expect.status(whole, 200);
  },
  remedy: 'Narrow the access token only: the new refresh token keeps the scope that the user agreed to.',
  mutants: [
    {
      name: 'narrows-the-refresh-token-with-the-access-token',
      replaces: { rotatedTokenKeepsItsScope: (_original, narrowed) => narrowed },
    },
    { name: 'overlooks-a-wish-for-less-scope', replaces: { refreshedScopes: (_asked, original) => original } },
  ],
});
