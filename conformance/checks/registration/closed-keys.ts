import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';
import { rows } from './area.ts';

const deactivated = ({ keys }: World, clientId: string) => keys.setActive(clientId, false);
const deleted = ({ keys }: World, clientId: string) => keys.delete(clientId);

/** A key that used to be good, and that a client starts with all the same. */
const closedKeys: Table<{ key: (world: World, clientId: string) => Promise<unknown> }> = {
  blame: 'broker',
  applies: { needs: ['client-ids', 'client-center'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { key: close }) {
    const person = await world.person();
    const client = await world.client({ person, fresh: true });
    await close(world, client.clientId);
    const { landing } = await authorize(world, { client, person });
    const seen = landing.redirect?.url.href ?? landing.stoppedAt?.title ?? 'nothing';
    expect.that(landing.stoppedAt, { expected: 'a page', seen });
    expect.equal(landing.stoppedAt.errorCode, 'invalid_client', 'the error on the page');
  },
};

export default rows(closedKeys, [
  {
    id: 'registration/refuses-a-deactivated-key',
    title: 'The Client ID of a deactivated key is invalid_client, on a page',
    clauses: ['oauth21/no-redirect-on-bad-client-id', 'AR-E2'],
    key: deactivated,
    remedy: 'Treat a deactivated key like an unknown one, and say which of the two it is.',
    variations: ['headers-of-a-proxy'],
    mutants: [
      {
        name: 'lets-deactivated-keys-in',
        replaces: { brokerClientIsUsable: (state) => state === 'active' || state === 'deactivated' },
      },
    ],
  },
  {
    id: 'registration/refuses-a-deleted-key',
    title: 'The Client ID of a deleted key is invalid_client, on a page',
    clauses: ['oauth21/no-redirect-on-bad-client-id', 'AR-E2'],
    key: deleted,
    remedy: 'Refuse the Client ID of a deleted key from that moment on.',
    variations: ['bodies-in-brotli'],
    mutants: [
      {
        name: 'lets-deleted-keys-in',
        replaces: { brokerClientIsUsable: (state) => state === 'active' || state === 'deleted' },
      },
    ],
  },
]);
