import { expect } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/asks-the-first-time',
  title: 'The first time a client connects, the user is asked',
  clauses: [
    'mcp/authz/proxy-consent-per-client',
    'AR-6',
    'AR-5',
    'CT-4',
    'mcp/security/proxy-per-client-consent-controls',
    'rfc6749/csrf-authorize-endpoint',
  ],
  async run(world) {
    const person = await world.person({ newcomer: true });
    const kindsFor = async (client: OAuthClient) =>
      (await world.connect({ person, client })).authorized.landing.pages.map((page) => page.kind);
    if ((await kindsFor(await world.client({ person }))).includes('permission')) return;
    // Perhaps the user has allowed the client that checks share: nobody has allowed a new one.
    expect.includes(
      await kindsFor(await world.client({ person, fresh: true })),
      'permission',
      'the pages on the way in',
    );
  },
  remedy: 'Show a permission page before the first code for a user and a client is issued.',
  mutants: [
    {
      name: 'connects-without-asking',
      replaces: { consentIsAskedEachTime: () => false },
      profiles: ['dynamic-client'],
    },
    {
      name: 'brokerage-connects-without-asking',
      replaces: { brokerPermissionIsNeeded: () => false },
      profiles: ['static-client'],
    },
  ],
});
