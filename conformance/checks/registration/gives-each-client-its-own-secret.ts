import { expect, NotOffered } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { offeredSecretMethods } from '../../wire/client-secrets.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { saysOfClients } from './registering.ts';

/** The secret of a new client, and the answer that gave it. */
async function newClient(world: World) {
  const [method] = offeredSecretMethods(await world.discovery());
  const answer = await register(world, method ? { token_endpoint_auth_method: method } : {});
  const { client_secret: secret } = (answer.status === 201 ? answer.json() : {}) as { client_secret?: unknown };
  return { answer, secret };
}

export default check({
  id: 'registration/gives-each-client-its-own-secret',
  title: 'Two registrations get two secrets, too long to be guessed',
  clauses: ['rfc7591/dcr-secret-unique'],
  applies: { needs: ['registration'] },
  lane: 'exclusive',
  blame: 'authorization-server',
  dependsOn: ['registration/answers-201-with-a-client-id'],
  async run(world) {
    const first = await newClient(world);
    if (first.secret === undefined) throw new NotOffered('the server registers no client with a secret');
    const second = await newClient(world);
    const { answer } = second;
    expect.that(first.secret !== second.secret, { expected: 'another secret', seen: 'the same', at: answer });
    const { length } = String(second.secret);
    // 128 bits in base64 (RFC 6749 §10.10).
    expect.that(length >= 22, { expected: 'a secret of 128 bits', seen: `${length} characters`, at: answer });
  },
  remedy: 'Draw a secret for each registration from a good source of randomness.',
  noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
  mutants: [
    {
      name: 'gives-all-clients-one-secret',
      rewrites: saysOfClients({ client_secret: 'one-secret-for-all-who-register', client_secret_expires_at: 0 }),
    },
  ],
});
