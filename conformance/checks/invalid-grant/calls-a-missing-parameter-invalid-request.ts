import { expect } from '../../vocabulary/expect.ts';
import { tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

const errorOf = ({ body }: { body: unknown }) => (body as { error?: string } | null)?.error;

export default check({
  id: 'invalid-grant/calls-a-missing-parameter-invalid-request',
  title: 'A token request without grant_type, code or refresh_token is answered with 400 invalid_request',
  clauses: [
    'oauth21/token-missing-code',
    'oauth21/token-missing-grant-type',
    'oauth21/token-empty-param',
    'oauth21/refresh-missing-token',
  ],
  applies: { needs: ['refresh'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await world.connect();
    const requests: Record<string, string | undefined>[] = [
      { grant_type: undefined, code: authorized.code },
      { grant_type: 'authorization_code' },
      { grant_type: 'authorization_code', code: '' },
      { grant_type: 'refresh_token' },
    ];
    for (const params of requests) {
      const known = { client_id: client.clientId, client_secret: client.clientSecret };
      expect.oauthError(await tokenRequest(world, { ...known, ...params }), 400, 'invalid_request');
    }
  },
  remedy: 'Look for the parameters that the grant needs before looking at their values; an empty value counts as none.',
  mutants: [
    {
      name: 'calls-a-missing-parameter-a-bad-grant',
      rewrites: {
        at: 'gateway',
        response: (r) => (errorOf(r) === 'invalid_request' ? { ...r, body: { error: 'invalid_grant' } } : r),
      },
    },
  ],
});
