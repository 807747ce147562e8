import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-reactivated-key-revives-no-connection',
  title: 'A key that is activated again does not bring old connections back',
  clauses: ['AR-14'],
  applies: { profiles: ['static-client'] },
  blame: 'broker',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const connection = await world.connect({ person, client });
    const { name, args } = world.tool('accounts');
    await world.hooks.changeKey(client.clientId, { active: false });
    await world.hooks.changeKey(client.clientId, { active: true });
    const answer = await world.mcp(connection).call(name, args(''));
    expect.bearerRefusal(answer, 401);
  },
  remedy: 'End grants for good when their key is closed: whoever closes a key does not expect old connections back.',
  mutants: ['brokerage-keeps-connections-of-closed-keys'],
});
