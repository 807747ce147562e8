import { check } from '../../check.ts';
import { expect } from '../../expect.ts';

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
    const { authorized } = await world.connect({ person: await world.person({ newcomer: true }) });
    const kinds = authorized.landing.pages.map((page) => page.kind);
    expect.includes(kinds, 'permission', 'the pages on the way in');
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
