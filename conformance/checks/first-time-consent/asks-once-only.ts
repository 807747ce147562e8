import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/asks-once-only',
  title: 'A user who has allowed a Client ID is not asked again',
  clauses: ['AR-6', 'AR-8'],
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    await world.connect({ person, client });
    const again = await world.connect({ person, client });
    const asked = again.authorized.landing.pages.filter(
      (page) => page.kind === 'permission' || page.kind === 'success',
    );
    expect.equal(
      asked.map((page) => page.title),
      [],
      'the list of pages that asked again',
    );
  },
  remedy: 'Remember the permission by user, Client ID and redirect target.',
  mutants: [
    {
      name: 'brokerage-asks-every-time',
      replaces: { brokerPermissionIsNeeded: (_remembered, firstParty) => !firstParty },
    },
    { name: 'confirms-every-connection', replaces: { firstConnectionIsConfirmed: () => true } },
  ],
});
