import { expect, Untestable } from '../../vocabulary/expect.ts';
import { tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

const errorOf = ({ body }: { body: unknown }) => (body as { error?: string } | null)?.error;

export default check({
  id: 'invalid-grant/gives-public-clients-no-token-of-their-own',
  title: 'A client without a secret gets no token by client_credentials',
  clauses: ['oauth21/client-credentials-confidential-only', 'oauth21/client-credentials-auth'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client } = await world.connect();
    if (client.clientSecret) throw new Untestable('needs a client without a secret');
    const answer = await tokenRequest(world, { grant_type: 'client_credentials', client_id: client.clientId });
    expect.oauthError(answer, [400, 401], 'unauthorized_client', 'invalid_client', 'unsupported_grant_type');
  },
  remedy: 'Offer client_credentials to clients that authenticate, or not at all.',
  mutants: [
    {
      name: 'hands-out-tokens-for-the-asking',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          errorOf(r) === 'unsupported_grant_type'
            ? { ...r, status: 200, body: { access_token: 'x', token_type: 'Bearer' } }
            : r,
      },
    },
  ],
});
