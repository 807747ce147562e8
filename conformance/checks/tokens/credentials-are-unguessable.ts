import { check } from '../../check.ts';
import { expect } from '../../expect.ts';

export default check({
  id: 'tokens/credentials-are-unguessable',
  title: 'Codes and tokens are long and have no common beginning',
  clauses: ['oauth21/tokens-unguessable'],
  level: 'MUST',
  applies: { needs: ['oauth'] },
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
      const random =
        values.every((value) => value.length >= 22) &&
        new Set(values.map((value) => value.slice(0, 8))).size === values.length;
      expect.that(random, {
        expected: `a ${kind} of 22 random characters or more`,
        seen: `lengths ${values.map((value) => value.length)}`,
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
