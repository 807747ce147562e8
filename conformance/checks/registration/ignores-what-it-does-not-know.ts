import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

const name = 'openbell with more';

export default check({
  id: 'registration/ignores-what-it-does-not-know',
  title: 'Members that the server does not know are no reason to refuse a registration',
  clauses: ['rfc7591/dcr-unknown-metadata-ignored'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, {
      client_name: name,
      openbell_unknown_member: { nested: true },
      post_logout_redirect_uris: [],
    });
    expect.status(answer, 201);
  },
  remedy: 'Ignore members of the registration that you have no use for: every client sends some.',
  mutants: [
    {
      name: 'refuses-what-it-does-not-know',
      rewrites: rewriteJson('/oauth/register', (body) =>
        body.client_name === name ? { status: 400, body: { error: 'invalid_client_metadata' } } : undefined,
      ),
    },
  ],
});
