import { connectAtBrokerage, refreshAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-exchanges-for-partners-only',
  title: 'At the brokerage a key cannot exchange tokens: only a partner can',
  clauses: ['AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'direct');
    const token = 'urn:ietf:params:oauth:token-type:access_token';
    const answer = await refreshAtBrokerage(world, connection, {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: connection.accessToken,
      subject_token_type: token,
      refresh_token: undefined,
    });
    expect.oauthError(answer, [400, 401], 'unauthorized_client', 'invalid_client', 'unsupported_grant_type');
  },
  remedy: 'Offer token exchange only to partners that authenticate with their secret.',
  mutants: [{ name: 'brokerage-exchanges-tokens-for-anybody', replaces: { brokerExchangeIsByAPartner: () => true } }],
});
