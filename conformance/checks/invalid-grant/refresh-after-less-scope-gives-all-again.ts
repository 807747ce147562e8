import { grantedScope, knownScopes } from '../../stage/scopes.ts';
import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refresh-after-less-scope-gives-all-again',
  title: 'After a refresh that asked for less, the next one may ask for all again',
  clauses: ['oauth21/refresh-new-token-same-scope'],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const { read, trade } = knownScopes(world);
    const connection = await world.connect({ scope: 'trade' });
    const narrow = await refresh(world, connection, { scope: read });
    expect.status(narrow, 200);
    const { refresh_token = connection.refreshToken } = narrow.json();
    const whole = await refresh(world, connection, { refresh_token, scope: grantedScope(connection, trade) });
    expect.status(whole, 200);
  },
  remedy: 'Narrow the access token only: the new refresh token keeps the scope that the user agreed to.',
  variations: [
    'one-grant-a-client',
    'scopes-in-another-order',
    'more-in-token-answers',
    'bearer-in-small-letters',
    'json-with-escapes',
  ],
  mutants: [
    {
      name: 'narrows-the-refresh-token-with-the-access-token',
      replaces: { rotatedTokenKeepsItsScope: (_original, narrowed) => narrowed },
    },
  ],
});
