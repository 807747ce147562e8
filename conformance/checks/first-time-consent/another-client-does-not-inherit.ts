import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'first-time-consent/another-client-does-not-inherit',
  title: 'Neither another client nor another user inherits a permission',
  clauses: ['mcp/security/proxy-consent-registry', 'AR-8', 'oauth21/consent-per-client'],
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['first-time-consent/asks-once-only'],
  async run(world) {
    const [person, other] = [await world.person(), await world.person()];
    const first = await world.client({ person });
    await world.connect({ person, client: first });
    const second = await world.client({ person, name: 'another app' });
    const anotherClient = await world.connect({ person, client: second });
    expect.includes(
      anotherClient.authorized.landing.pages.map((page) => page.kind),
      'permission',
      'the pages for another client',
    );
    const anotherUser = await world.connect({ person: other, client: first });
    expect.includes(
      anotherUser.authorized.landing.pages.map((page) => page.kind),
      'permission',
      'the pages for another user',
    );
  },
  remedy: 'Compare user and client when you look for an earlier permission.',
  mutants: [
    {
      name: 'lets-clients-inherit',
      replaces: { brokerPermissionCovers: (given, asked) => given.userId === asked.userId },
    },
    {
      name: 'lets-users-inherit',
      replaces: { brokerPermissionCovers: (given, asked) => given.clientId === asked.clientId },
    },
  ],
});
