import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { register } from '../../verbs/oauth.ts';
import { rewriteJson } from '../rewrites.ts';

export default check({
  id: 'registration/gives-each-client-its-own-id',
  title: 'Two registrations give two different ids',
  clauses: ['rfc7591/dcr-client-id-unique'],
  level: 'SHOULD',
  blame: 'authorization-server',
  applies: { needs: ['registration'] },
  lane: 'exclusive',
  async run(world) {
    const first = (await register(world)).json().client_id;
    const second = await register(world);
    expect.that(second.json().client_id !== first, {
      expected: 'another client_id',
      seen: `${first} again`,
      at: second,
    });
  },
  remedy: 'Make a new id for every registration, also where the metadata are the same.',
  mutants: [
    {
      name: 'gives-all-clients-one-id',
      rewrites: rewriteJson('/oauth/register', (body, { status }) =>
        status === 201 ? { body: { ...body, client_id: 'mcp-client' } } : undefined,
      ),
    },
  ],
});
