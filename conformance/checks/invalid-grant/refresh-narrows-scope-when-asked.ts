import { knownScopes, scopeSet } from '../../stage/scopes.ts';
import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refresh-narrows-scope-when-asked',
  title: 'A refresh that asks for less gives less',
  clauses: ['oauth21/refresh-scope-narrow'],
  applies: { needs: ['refresh'] },
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const { read } = knownScopes(world);
    const narrow = await refresh(world, await world.connect({ scope: 'trade' }), { scope: read });
    expect.status(narrow, 200);
    // An answer that names no scope says that it gives what was asked for.
    expect.equal(scopeSet(narrow.json().scope ?? read), scopeSet(read), 'the scope of the narrowed token', narrow);
  },
  remedy: 'Give a refreshed access token the scope that the client asks for, as far as the user agreed to it.',
  mutants: [{ name: 'overlooks-a-wish-for-less-scope', replaces: { refreshedScopes: (_asked, original) => original } }],
});
