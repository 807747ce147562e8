import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { revoke } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/revokes-an-access-token',
  title: 'An access token that was revoked is refused from the next request on',
  clauses: ['rfc7009/revoke-access-supported', 'rfc7009/revoke-immediate', 'rfc7009/revoke-unsupported-type', 'CT-E1'],
  applies: { needs: ['revocation'] },
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    const answer = await revoke(world, connection.client, connection.accessToken);
    if (answer.status === 400) return expect.oauthError(answer, 400, 'unsupported_token_type');
    expect.status(answer, 200);
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
  },
  remedy:
    'Keep the ids of revoked access tokens until they expire, and look there at every request; or say unsupported_token_type.',
  variations: [
    'long-access-tokens',
    'a-revocation-answers-with-json',
    'refusals-in-plain-text',
    'header-names-in-capitals',
  ],
  mutants: [
    { name: 'forgets-which-access-tokens-were-revoked', replaces: { revokedAccessTokenIsRemembered: () => false } },
    {
      name: 'does-not-say-that-it-takes-no-access-tokens-back',
      rewrites: rewriteAnswer(
        { path: '/oauth/revoke', status: 200 },
        { status: 400, body: { error: 'invalid_request' } },
      ),
    },
    { name: 'serves-revoked-access-tokens', replaces: { tokenIsNotRevoked: () => true } },
  ],
});
