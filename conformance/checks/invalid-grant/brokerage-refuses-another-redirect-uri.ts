import { authorizeAtBrokerage, brokerageKey, redeemAtBrokerage } from '../../stage/brokerage.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/brokerage-refuses-another-redirect-uri',
  title: 'At the brokerage a code is not redeemed with another redirect_uri than the one of its request',
  clauses: ['rfc6749/redirect-uri-match-at-token', 'AR-11'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const authorized = await authorizeAtBrokerage(world, client, person);
    const elsewhere = { redirect_uri: `${authorized.redirectUri}/` };
    expect.oauthError(await redeemAtBrokerage(world, client, authorized, elsewhere), 400, 'invalid_grant');
  },
  remedy: 'Compare redirect_uri with the one of the authorization request, character for character.',
  mutants: [
    { name: 'brokerage-redeems-a-code-for-any-redirect-uri', replaces: { brokerCodeIsForRedirectUri: () => true } },
  ],
});
