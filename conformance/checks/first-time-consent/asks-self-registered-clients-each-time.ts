import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/asks-self-registered-clients-each-time',
  title: 'A client that registered itself is never approved without the user seeing it',
  clauses: [
    'oauth21/no-silent-reapproval-public',
    'rfc8252/no-auto-process-native',
    'mcp/authz/as-auto-redirect-trusted-only',
  ],
  applies: { needs: ['registration'] },
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    await world.connect({ person, client });
    const again = await world.connect({ person, client });
    expect.includes(
      again.authorized.landing.pages.map((page) => page.kind),
      'permission',
      'the pages of the second time',
    );
  },
  remedy: 'Ask each time: anybody can send the id of a public client.',
  mutants: [{ name: 'approves-again-in-silence', replaces: { consentIsAskedEachTime: (before) => !before } }],
});
