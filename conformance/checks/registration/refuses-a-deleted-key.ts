import { expect } from '../../vocabulary/expect.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'registration/refuses-a-deleted-key',
  title: 'The Client ID of a deleted key is invalid_client, on a page',
  clauses: ['oauth21/no-redirect-on-bad-client-id', 'AR-E2'],
  blame: 'broker',
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    await world.hooks.deleteKey(client.clientId);
    const { landing } = await authorize(world, { client, person });
    const seen = landing.redirect?.url.href ?? landing.stoppedAt?.title ?? 'nothing';
    expect.that(landing.stoppedAt, { expected: 'a page', seen });
    expect.equal(landing.stoppedAt.errorCode, 'invalid_client', 'the error on the page');
  },
  remedy: 'Refuse the Client ID of a deleted key from that moment on.',
  mutants: [
    {
      name: 'lets-deleted-keys-in',
      replaces: { brokerClientIsUsable: (state) => state === 'active' || state === 'deleted' },
    },
  ],
});
