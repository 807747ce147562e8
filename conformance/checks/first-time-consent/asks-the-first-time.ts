import { freshCode } from '../../stage/code.ts';
import { check } from './area.ts';
import { expectAsked, neverAllowed } from './visits.ts';

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
    const { authorized } = await freshCode(world, { person, isKept: true });
    if (authorized.landing.pages.some(({ kind }) => kind === 'permission')) return;
    // Perhaps the user has allowed the client that checks share: nobody has allowed a new one.
    const client = await neverAllowed(world, person, 'at first');
    expectAsked((await freshCode(world, { person, client, isKept: true })).authorized);
  },
  remedy: 'Show a permission page before the first code for a user and a client is issued.',
  variations: ['redirects-with-302', 'authorization-responses-written-otherwise', 'more-in-authorization-responses'],
  mutants: [
    { name: 'connects-without-asking', replaces: { consentIsAskedEachTime: () => false }, needs: ['consent-page'] },
    {
      name: 'brokerage-connects-without-asking',
      replaces: { brokerPermissionIsNeeded: () => false },
      needs: ['client-center'],
    },
  ],
});
