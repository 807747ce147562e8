import { expect } from '../../vocabulary/expect.ts';
import { tokenRequest } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/calls-an-unknown-grant-unsupported',
  title: 'A grant type that is not offered is answered with 400 unsupported_grant_type',
  clauses: ['oauth21/token-unsupported-grant-type', 'oauth21/refresh-grant-unsupported-clean'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client } = await world.connect();
    const grants = ['urn:example:none', 'urn:ietf:params:oauth:grant-type:device_code'];
    const offered: unknown[] = (await world.discovery()).authorizationServer?.doc.grant_types_supported ?? [];
    for (const grant of grants.filter((one) => !offered.includes(one))) {
      const params = { grant_type: grant, client_id: client.clientId, client_secret: client.clientSecret };
      expect.oauthError(await tokenRequest(world, params), 400, 'unsupported_grant_type');
    }
  },
  remedy:
    'Answer grant types that you do not serve with 400 unsupported_grant_type, not with an error of another kind.',
  mutants: [{ name: 'takes-every-grant-type-for-one-of-its-own', replaces: { grantTypeIsOffered: () => true } }],
});
