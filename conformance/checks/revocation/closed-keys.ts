import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Keys } from '../../vocabulary/keys.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

type Change = (keys: Keys, clientId: string) => Promise<void>;
const deactivated: Change = (keys, id) => keys.setActive(id, false);
const activated: Change = (keys, id) => keys.setActive(id, true);
const deleted: Change = (keys, id) => keys.delete(id);

type Request = (world: World, connection: Connection) => Promise<Answer>;
const list: Request = (world, connection) => world.mcp(connection).request('tools/list');
const call: Request = (world, connection) => {
  const { name, args } = world.tool('accounts');
  return world.mcp(connection).call(name, args(''));
};

interface ClosedKey {
  /** What happens to the key in Client Center. */
  key: readonly Change[];
  /** What is refused afterwards: to list the tools, which needs nothing of the brokerage, unless told. */
  request?: Request;
  refused?: (answer: Answer) => void;
}

const unauthorized = (answer: Answer): void => expect.bearerRefusal(answer, 401);

const closedKeys: Table<ClosedKey> = {
  applies: { needs: ['client-center'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { key, request = list, refused = unauthorized }) {
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
    title: 'When the key is deactivated in Client Center, the next request is refused, whatever it is',
    clauses: ['AR-14'],
    key: [deactivated],
    remedy:
      'Let the brokerage tell you of closed keys, or ask it at each request: this is how a person takes access back.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'connections-are-closed'],
    mutants: [
      { name: 'brokerage-keeps-connections-of-closed-keys', replaces: { brokerClosedKeyEndsItsGrants: () => false } },
      { name: 'hears-nothing-of-closed-keys', replaces: { closedKeyEndsItsConnections: () => false } },
    ],
  },
  {
    id: 'revocation/a-deleted-key-ends-the-connection',
    title: 'When the key is deleted in Client Center, the next request is refused, whatever it is',
    clauses: ['AR-14'],
    key: [deleted],
    remedy:
      'Let the brokerage tell you of deleted keys, or ask it at each request: this is how a person takes access back.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'media-types-in-another-case'],
    mutants: ['brokerage-keeps-connections-of-closed-keys', 'hears-nothing-of-closed-keys'],
  },
  {
    id: 'revocation/a-reactivated-key-revives-no-connection',
    title: 'A key that is activated again does not bring old connections back',
    clauses: ['AR-14'],
    blame: 'broker',
    key: [deactivated, activated],
    remedy: 'End grants for good when their key is closed: whoever closes a key does not expect old connections back.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form', 'json-with-escapes'],
    mutants: ['brokerage-keeps-connections-of-closed-keys'],
  },
]);
