import { expect } from '../../vocabulary/expect.ts';
import { lookDrawn } from '../../wire/random-values.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/credentials-are-unguessable',
  title: 'Codes and refresh tokens are long and random',
  clauses: ['oauth21/tokens-unguessable'],
  blame: 'authorization-server',
  async run(world) {
    const client = await world.client();
    const person = await world.person();
    const connections = [];
    for (let n = 0; n < 3; n++)
      connections.push(await world.connect(world.profile?.id === 'static-client' ? {} : { client, person }));
    for (const kind of ['code', 'refresh token'] as const) {
      const values = connections
        .map((one) => (kind === 'code' ? one.authorized.code : one.refreshToken) ?? '')
        .filter(Boolean);
      expect.that(lookDrawn(values), {
        expected: `a ${kind} of 22 random characters or more`,
        seen: `lengths ${values.map((value) => value.length)}, too much of it alike`,
      });
    }
  },
  remedy: 'Draw codes and tokens from a cryptographic generator, with 128 bits or more.',
  mutants: [
    {
      name: 'numbers-its-refresh-tokens',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          r.path === '/oauth/token' && r.status === 200
            ? { ...r, body: { ...(r.body as object), refresh_token: 'refresh-1' } }
            : r,
      },
    },
  ],
});
