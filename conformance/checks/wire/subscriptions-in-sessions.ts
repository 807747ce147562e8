import { placeOrder } from '../../stage/order.ts';
import { type Trader, trader } from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import { until } from '../../vocabulary/era.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// Resources that a session follows, by resources/subscribe.

interface Following {
  /** What is followed of the account, and what is unfollowed again before the order. */
  follows: readonly ('orders' | 'positions')[];
  unfollows?: 'orders';
  /** What changes are to be heard of. */
  hears: readonly string[];
}

/** Milliseconds for the next words on the stream of the session, and for what would be said besides. */
const PATIENCE = 3000;
const BESIDES = 100;
const UPDATED = 'notifications/resources/updated';

const uriOf = ({ account }: Trader, kind: string): string => `brokerage://accounts/${account}/${kind}`;

/** What changes a session is told of when an order is sent. */
async function toldOf(world: World, who: Trader, { follows, unfollows }: Following): Promise<Set<string>> {
  const { mcp, connection, account } = who;
  await mcp.open();
  for (const kind of follows) {
    const answer = await mcp.request('resources/subscribe', { uri: uriOf(who, kind) });
    expect.that(answer.rpc()?.result, { expected: `${kind} to be followed`, seen: describe(answer), at: answer });
  }
  if (unfollows) await mcp.request('resources/unsubscribe', { uri: uriOf(who, unfollows) });
  const { url, headers } = mcp.draft('ping');
  const stream = await world.http.open({ method: 'GET', url, headers: { ...headers, accept: 'text/event-stream' } });
  try {
    await placeOrder(world, connection, account);
    let said = '';
    for (let wait = PATIENCE; ; wait = said.includes(UPDATED) ? BESIDES : PATIENCE) {
      const part = await stream.next(wait);
      if (part === 'silent' || part === 'ended') break;
      said += part;
    }
    return new Set([...said.matchAll(/"uri":"([^"]+)"/g)].map(([, uri]) => uri!));
  } finally {
    stream.close();
  }
}

const following: Table<Following> = {
  applies: { needs: ['conversations', 'trading'], eras: until('2025-11-25') },
  orders: 2,
  async run(world, row) {
    const who = await trader(world);
    const told = await toldOf(world, who, row);
    const wanted = row.hears.map((kind) => uriOf(who, kind)).sort();
    expect.equal([...told].sort(), wanted, 'what the session is told has changed');
  },
};

interface Foreign {
  uri(owner: Trader): string;
}

const foreign: Table<Foreign> = {
  applies: { needs: ['conversations'], eras: until('2025-11-25') },
  dependsOn: ['wire/tells-a-session-what-it-follows'],
  async run(world, { uri }) {
    const [owner, other] = [await trader(world), await trader(world)];
    const answer = await other.mcp.request('resources/subscribe', { uri: uri(owner) });
    const isRefused = answer.rpc()?.error !== undefined || answer.status >= 400;
    expect.that(isRefused, { expected: 'the subscription to be refused', seen: describe(answer), at: answer });
  },
};

export default [
  ...rows(following, [
    {
      id: 'wire/tells-a-session-what-it-follows',
      title: 'A session that follows the orders of an account is told when one is sent',
      clauses: ['mcp-2025-11-25/resources/subscribed-updates'],
      follows: ['orders'],
      hears: ['orders'],
      remedy: 'Tell the stream of the session of what it follows when an order is sent.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: ['tells-followers-nothing'],
    },
    {
      id: 'wire/tells-a-session-nothing-else',
      title: 'A session is told of nothing that it follows no more',
      clauses: ['mcp-2025-11-25/resources/subscribed-updates'],
      follows: ['positions', 'orders'],
      unfollows: 'orders',
      hears: ['positions'],
      remedy: 'Keep what each session follows, and forget it with resources/unsubscribe.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: [{ name: 'tells-sessions-of-everything', replaces: { changeIsToldToFollowers: () => true } }],
    },
  ]),
  ...rows(foreign, [
    {
      id: 'wire/lets-nobody-follow-what-is-not-theirs',
      title: 'The orders of another user are followed by nobody',
      clauses: ['mcp-2025-11-25/resources/not-found-code'],
      uri: (owner) => uriOf(owner, 'orders'),
      remedy: 'Answer resources/subscribe to what is not there for this user as to what does not exist.',
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [{ name: 'lets-anybody-follow-anything', replaces: { followedResourceIsTheirs: () => true } }],
    },
  ]),
];
