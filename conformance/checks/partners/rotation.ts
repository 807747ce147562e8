import type { Table } from '../../vocabulary/check.ts';
import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { PartnerKey } from '../../vocabulary/partner-keys.ts';
import type { World } from '../../vocabulary/world.ts';
import { openStream } from '../../wire/listening.ts';
import { rows } from './area.ts';

/** Two keys of one account, of which the first is to make room for the second. */
interface Rotation {
  judge(world: World, first: PartnerKey, second: PartnerKey): Promise<void>;
}

const rotation: Table<Rotation> = {
  dependsOn: ['partners/takes-a-key-as-bearer'],
  async run(world, { judge }) {
    const keys = world.partnerKeys();
    await judge(world, await keys.own(), await keys.own());
  },
};

const weakBecause = 'The guide does not say how keys change.';
const ask = (world: World, { key }: PartnerKey) => world.mcp(key).request('tools/list');

export default rows(rotation, [
  {
    id: 'partners/a-new-key-works-beside-the-old-one',
    title: 'A second key of an account works while the first still does',
    clauses: ['partners/keys-change', 'CE-4'],
    weakBecause,
    async judge(world, first, second) {
      expect.status(await ask(world, first), 200);
      expect.status(await ask(world, second), 200);
    },
    remedy: 'Let several keys of one account be active at a time, so that clients can change over.',
    mutants: [{ name: 'a-new-key-ends-the-old-one', replaces: { keysThatANewOneEnds: (all) => all } }],
  },
  {
    id: 'partners/one-key-ends-alone',
    title: 'When the old key is revoked, the new one goes on',
    clauses: ['partners/keys-change', 'CE-4'],
    weakBecause,
    async judge(world, first, second) {
      await first.revoke();
      expect.status(await ask(world, second), 200);
    },
    remedy: 'End the key that was named, and leave the other keys of the account.',
    mutants: [{ name: 'revokes-every-key-of-an-account', replaces: { keysThatEnd: (_one, all) => all } }],
  },
  {
    id: 'partners/a-key-ends-at-once',
    title: 'A key that is revoked is refused at its next call, in a session that it opened, too',
    clauses: ['partners/only-valid-keys', 'mcp/security/server-verifies-all-requests', 'CE-4'],
    async judge(world, first) {
      const mcp = world.mcp(first.key);
      expect.status(await mcp.request('tools/list'), 200);
      await first.revoke();
      expect.status(await mcp.request('tools/list'), 401, 404);
    },
    remedy: 'Look the key up at each request, and end what it has opened.',
    variations: ['refusals-in-plain-text', 'a-challenge-in-another-form'],
    mutants: ['keeps-revoked-keys'],
  },
  {
    id: 'partners/a-key-ends-its-streams',
    title: 'A stream that was opened with a key ends when the key is revoked',
    clauses: ['mcp/authz/stream-ends-with-rights', 'CE-4'],
    // In the stateless revision a stream that has nothing to tell ends at once.
    applies: { needs: ['streams'], eras: until('2025-11-25') },
    async judge(world, first) {
      const stream = await openStream(world, { accessToken: first.key });
      try {
        await first.revoke();
        expect.that(await stream.ended(), { expected: 'the end of the stream', seen: 'a stream that stays open' });
      } finally {
        stream.close();
      }
    },
    remedy: 'Keep a list of the streams of each key, and end them in the step that revokes it.',
    mutants: [{ name: 'leaves-the-streams-of-a-key-open', replaces: { revocationEndsSessions: () => false } }],
  },
]);
