import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Keys } from '../../vocabulary/keys.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { refresh } from '../../wire/oauth.ts';
import { rows } from './area.ts';

type Change = (keys: Keys, clientId: string) => Promise<void>;
const deactivated: Change = (keys, id) => keys.setActive(id, false);
const activated: Change = (keys, id) => keys.setActive(id, true);
const deleted: Change = (keys, id) => keys.delete(id);

type Request = (world: World, connection: Connection) => Promise<Answer>;
const call: Request = (world, connection) => {
  const { name, args } = world.tool('accounts');
  return world.mcp(connection).call(name, args(''));
};

interface ClosedKey {
  /** What happens to the key in Client Center. */
  key: readonly Change[];
  /** What is refused afterwards: a call unless told. */
  request?: Request;
  refused?: (answer: Answer) => void;
}

const unauthorized = (answer: Answer): void => expect.bearerRefusal(answer, 401);
const invalidGrant = (answer: Answer): void => expect.oauthError(answer, 400, 'invalid_grant');

const closedKeys: Table<ClosedKey> = {
  applies: { needs: ['client-center'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { key, request = call, refused = unauthorized }) {
    const person = await world.person();
    const client = await world.client({ person, fresh: true });
    const connection = await world.connect({ person, client });
    expect.status(await call(world, connection), 200);
    for (const change of key) await change(world.keys, client.clientId);
    refused(await request(world, connection));
  },
};

/** What happens to a key happens to the connections that were made with it. */
export default rows(closedKeys, [
  {
    id: 'revocation/a-deactivated-key-ends-the-connection',
    title: 'When the key is deactivated in Client Center, the next call is refused',
    clauses: ['AR-14'],
    key: [deactivated],
    remedy: 'End a grant when the brokerage refuses its token: deactivating the key is how a person takes it back.',
    mutants: [
      { name: 'brokerage-keeps-connections-of-closed-keys', replaces: { brokerClosedKeyEndsItsGrants: () => false } },
      { name: 'keeps-a-grant-that-the-brokerage-refuses', replaces: { upstreamRefusalEndsTheGrant: () => false } },
    ],
  },
  {
    id: 'revocation/a-deleted-key-ends-the-connection',
    title: 'When the key is deleted in Client Center, the next call is refused',
    clauses: ['AR-14'],
    key: [deleted],
    remedy: 'End a grant when the brokerage refuses its token: deleting the key is how a person takes it back.',
    mutants: ['brokerage-keeps-connections-of-closed-keys', 'keeps-a-grant-that-the-brokerage-refuses'],
  },
  {
    id: 'revocation/a-reactivated-key-revives-no-connection',
    title: 'A key that is activated again does not bring old connections back',
    clauses: ['AR-14'],
    blame: 'broker',
    key: [deactivated, activated],
    remedy: 'End grants for good when their key is closed: whoever closes a key does not expect old connections back.',
    mutants: ['brokerage-keeps-connections-of-closed-keys'],
  },
  {
    id: 'revocation/a-closed-key-ends-refreshing',
    title: 'When the key is deactivated in Client Center, the refresh token is void',
    clauses: ['oauth21/refresh-grant-active', 'AR-14'],
    applies: { needs: ['refresh'] },
    blame: 'authorization-server',
    dependsOn: ['invalid-grant/refreshes'],
    key: [deactivated],
    request: refresh,
    refused: invalidGrant,
    remedy: 'Ask the brokerage at each refresh whether the connection still stands.',
    mutants: [
      { name: 'refreshes-what-the-brokerage-has-ended', replaces: { brokerageErrorEndsTheGrant: () => false } },
    ],
  },
]);
