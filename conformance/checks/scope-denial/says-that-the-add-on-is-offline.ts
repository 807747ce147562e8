import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/says-that-the-add-on-is-offline',
  title: 'While the add-on is offline a trade tool is 408 addon_disconnected, and the connection stands',
  clauses: ['CT-E7', 'CT-2'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    const connection = await world.connect({ person: await world.person(), scope: 'trade' });
    const { person } = connection;
    await world.hooks.changeUser(person.id!, { addon: { connected: false } });
    const mcp = world.mcp(connection);
    const { name, args } = world.tool('cancel-all');
    expect.oauthError(await mcp.call(name, args(world.accountOf(person))), 408, 'addon_disconnected');
    expect.status(await mcp.request('tools/list'), 200);
  },
  remedy: 'Answer 408 with error addon_disconnected where the trading platform cannot be reached through its add-on.',
  mutants: [{ name: 'calls-an-offline-add-on-a-broken-server', replaces: { addonOfflineIs408: () => 500 } }],
});
