import { expect } from '../../vocabulary/expect.ts';
import { revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/asks-for-the-token',
  title: 'A revocation request without a token is answered with 400 invalid_request',
  clauses: ['rfc7009/revoke-missing-token', 'rfc7009/revoke-error-format'],
  applies: { needs: ['revocation'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    expect.oauthError(await revoke(world, connection.client, '', { token: undefined }), 400, 'invalid_request');
  },
  remedy: 'Require the parameter token and answer 400 invalid_request without it.',
  mutants: [
    {
      name: 'takes-a-revocation-of-nothing-for-done',
      rewrites: {
        at: 'gateway',
        response: (r) => (r.path === '/oauth/revoke' && r.status === 400 ? { ...r, status: 200, body: {} } : r),
      },
    },
  ],
});
