import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';
import { saysOfClients } from './registering.ts';

export default check({
  id: 'registration/gives-each-client-its-own-id',
  title: 'Two different clients get two different ids',
  clauses: ['rfc7591/dcr-client-id-unique'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    // The client that everybody shares is one of the two.
    const { clientId: first } = await world.client({ person: await world.person() });
    const second = await register(world, { client_name: 'openbell two' });
    expect.status(second, 201);
    const finding = { expected: 'another client_id', seen: `${first} again`, at: second };
    expect.that(second.json().client_id !== first, finding);
  },
  remedy: 'Make a new id for every client that registers.',
  variations: ['more-in-registrations', 'json-with-escapes'],
  mutants: [{ name: 'gives-all-clients-one-id', rewrites: saysOfClients({ client_id: 'mcp-client' }) }],
});
