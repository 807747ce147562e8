import { expect } from '../../vocabulary/expect.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/takes-a-mixed-list',
  title: 'A client that lists its own odd scheme beside good redirect URIs is registered with the good ones',
  clauses: ['rfc7591/dcr-redirect-uris-supported'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const redirectUris = [world.redirectUri, 'cursor://anysphere.cursor-mcp/oauth/callback'];
    const answer = await register(world, { client_name: 'Cursor', redirect_uris: redirectUris });
    expect.status(answer, 201);
    expect.includes(answer.json().redirect_uris, world.redirectUri, 'redirect_uris', answer);
  },
  remedy: 'Leave out what you will not register and say so in the answer: Cursor lists such a scheme beside https.',
  mutants: [{ name: 'refuses-a-list-for-one-of-its-entries', replaces: { undottedSchemeIsLeftOut: () => false } }],
});
