import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/hides-trading-while-the-add-on-is-offline',
  title: 'Trade tools are listed only while the add-on is online, and recent enough',
  clauses: ['CT-2', 'CT-E7'],
  weakBecause: 'The guide promises fewer tools while something is missing, and does not say which are left out.',
  applies: { needs: ['add-on'] },
  dependsOn: ['scope-denial/hides-what-the-token-may-not-call'],
  async run(world) {
    const connection = await world.connect({ person: await world.person(), scope: 'trade' });
    const place = world.tool('place').name;
    const names = async () => (await world.mcp(connection).listTools()).map(({ name }) => name);
    for (const addon of [{ connected: false }, { connected: true, version: '1.9.12' }]) {
      await world.hooks.changeUser(connection.person.id!, { addon });
      const shown = (await names()).includes(place);
      expect.that(!shown, {
        expected: `no ${place} with the add-on ${JSON.stringify(addon)}`,
        seen: `${place} in the list`,
      });
    }
    await world.hooks.changeUser(connection.person.id!, { addon: { connected: true, version: '1.13.0' } });
    expect.includes(await names(), place, 'the list with the add-on online');
  },
  remedy: 'Leave trade tools out of tools/list while they cannot work.',
  variations: [
    'small-pages',
    'tools-in-another-order',
    'more-in-schemas',
    'answers-in-an-event-stream',
    'more-in-results',
    'headers-of-a-proxy',
  ],
  mutants: [
    { name: 'takes-the-add-on-for-online', replaces: { addonIsOnline: () => true } },
    { name: 'takes-any-add-on-for-recent', replaces: { addonIsRecentEnough: () => true } },
  ],
});
