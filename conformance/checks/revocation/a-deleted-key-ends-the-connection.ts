import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-deleted-key-ends-the-connection',
  title: 'When the key is deleted in Client Center, the next call is refused',
  clauses: ['AR-14'],
  applies: { profiles: ['static-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const connection = await world.connect({ person, client });
    const { name, args } = world.tool('accounts');
    expect.status(await world.mcp(connection).call(name, args('')), 200);
    await world.hooks.deleteKey(client.clientId);
    const answer = await world.mcp(connection).call(name, args(''));
    expect.bearerRefusal(answer, 401);
  },
  remedy: 'End a grant when the brokerage refuses its token: deleting the key is how a person takes it back.',
  mutants: ['brokerage-keeps-connections-of-closed-keys', 'keeps-a-grant-that-the-brokerage-refuses'],
});
