import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

const errorOf = ({ body }: { body: unknown }) => (body as { error?: string } | null)?.error;

export default check({
  id: 'invalid-grant/asks-for-the-client-id',
  title: 'A token request without a client is answered with an error and no token',
  clauses: ['oauth21/public-client-needs-client-id'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const nobody = { client_id: undefined, client_secret: undefined };
    expect.oauthError(await redeem(world, client, authorized, nobody), [400, 401], 'invalid_client', 'invalid_request');
  },
  remedy: 'Require client_id from clients that do not authenticate.',
  mutants: [
    {
      name: 'takes-a-request-without-client-for-a-bad-grant',
      rewrites: {
        at: 'gateway',
        response: (r) =>
          errorOf(r) === 'invalid_client' ? { ...r, status: 400, body: { error: 'invalid_grant' } } : r,
      },
    },
  ],
});
