import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';

export default check({
  id: 'first-time-consent/asks-the-first-time',
  title: 'The first time a client connects, the user is asked',
  clauses: [
    'AR-6',
    'AR-5',
    'CT-4',
    'mcp-2025-11-25/authz/proxy-consent-per-client',
    'mcp-2026-07-28/authz/proxy-consent-per-client',
    'mcp-2025-11-25/security/proxy-per-client-consent-controls',
    'mcp-2026-07-28/security/proxy-per-client-consent-controls',
    'rfc6749/csrf-authorize-endpoint',
  ],
  level: 'MUST',
  applies: { needs: ['oauth'] },
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
