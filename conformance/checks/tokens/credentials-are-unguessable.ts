import { expect } from '../../vocabulary/expect.ts';
import { rewriteTokenAnswer } from '../../vocabulary/rewrites.ts';
import { lookDrawn } from '../../wire/random-values.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/credentials-are-unguessable',
  title: 'Codes and refresh tokens are long and random',
  clauses: ['oauth21/tokens-unguessable', 'oauth21/refresh-tokens-unguessable'],
  blame: 'authorization-server',
  spends: 'many tokens',
  async run(world) {
    const connections = [await world.lookAt('read')];
    const another = await world.lookAt('trade');
    if (another.accessToken !== connections[0]!.accessToken) connections.push(another);
    const person = await world.person();
    const client = await world.client({ person });
    while (connections.length < 3) connections.push(await world.connect({ client, person }));
    const codes = connections.map(({ authorized }) => authorized.code);
    const refreshTokens = connections.map(({ refreshToken }) => refreshToken);
    for (const [kind, given] of Object.entries({ code: codes, 'refresh token': refreshTokens })) {
      const values = given.filter((value) => value !== undefined);
      expect.that(lookDrawn(values), {
        expected: `a ${kind} of 22 random characters or more`,
        seen: `lengths ${values.map((value) => value.length)}, too much of it alike`,
      });
    }
  },
  remedy: 'Draw codes and tokens from a cryptographic generator, with 128 bits or more.',
  variations: [
    'long-access-tokens',
    'long-secrets',
    'odd-secrets',
    'more-in-token-answers',
    'bearer-in-small-letters',
    'header-names-in-capitals',
  ],
  mutants: [
    {
      name: 'numbers-its-refresh-tokens',
      rewrites: rewriteTokenAnswer({ refresh_token: 'refresh-1' }),
      needs: ['refresh'],
    },
  ],
});
