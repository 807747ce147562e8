import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { register } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/gives-public-clients-no-secret',
  title: 'A client that will not authenticate gets no secret',
  clauses: ['rfc7591/dcr-no-secret-public'],
  applies: { needs: ['registration'] },
  dependsOn: ['registration/answers-201-with-a-client-id'],
  lane: 'exclusive',
  async run(world) {
    const answer = await register(world, { token_endpoint_auth_method: 'none' });
    expect.status(answer, 201);
    const method: unknown = answer.json().token_endpoint_auth_method;
    // A server may choose another way of authenticating, if it says so.
    if (typeof method === 'string' && method !== 'none') return;
    expect.equal(answer.json().client_secret, undefined, 'client_secret', answer);
  },
  remedy: 'Leave client_secret out where token_endpoint_auth_method is none.',
  mutants: [
    {
      name: 'gives-secrets-to-clients-that-cannot-keep-them',
      rewrites: rewriteJson('/oauth/register', (body, { status }) =>
        status === 201
          ? { body: { ...body, client_secret: 'a-secret-for-everybody', client_secret_expires_at: 0 } }
          : undefined,
      ),
    },
  ],
});
