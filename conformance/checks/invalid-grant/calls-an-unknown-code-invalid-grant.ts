import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

const errorOf = ({ body }: { body: unknown }) => (body as { error?: string } | null)?.error;

export default check({
  id: 'invalid-grant/calls-an-unknown-code-invalid-grant',
  title: 'A code that was never issued is answered with 400 invalid_grant',
  clauses: ['oauth21/token-invalid-code', 'AR-E3'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const answer = await redeem(world, connection.client, connection.authorized, { code: world.secret('code') });
    expect.oauthError(answer, 400, 'invalid_grant');
  },
  remedy: 'Answer 400 {"error":"invalid_grant"}: clients start again on this code, and on no other.',
  mutants: [
    {
      name: 'calls-a-bad-grant-a-server-error',
      rewrites: {
        at: 'gateway',
        response: (r) => (errorOf(r) === 'invalid_grant' ? { ...r, status: 500, body: { error: 'server_error' } } : r),
      },
    },
  ],
});
