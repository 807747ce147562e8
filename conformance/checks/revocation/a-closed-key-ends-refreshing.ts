import { expect } from '../../vocabulary/expect.ts';
import { refresh } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'revocation/a-closed-key-ends-refreshing',
  title: 'When the key is deactivated in Client Center, the refresh token is void',
  clauses: ['oauth21/refresh-grant-active', 'AR-14'],
  applies: { needs: ['refresh'], profiles: ['static-client'] },
  blame: 'authorization-server',
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const connection = await world.connect({ person, client });
    await world.hooks.changeKey(client.clientId, { active: false });
    expect.oauthError(await refresh(world, connection), 400, 'invalid_grant');
  },
  remedy: 'Ask the brokerage at each refresh whether the connection still stands.',
  mutants: [{ name: 'refreshes-what-the-brokerage-has-ended', replaces: { brokerageErrorEndsTheGrant: () => false } }],
});
