import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { check } from './area.ts';
import { exhausted, isOneAllowance } from './burst.ts';

/** Where people are few, what others use must not end with the connection that comes after it. */
async function someConnection(world: World): Promise<Connection & { served?: number }> {
  if (world.hooks.has('users')) return exhausted(world);
  const person = await world.person();
  return world.connect({ person, client: await world.client({ person }) });
}

export default check({
  id: 'rate-limits/counts-by-user-not-by-session',
  title: 'A user over the limit stays over it in a new session and with a new token',
  clauses: ['mcp/tools/rate-limit-per-user', 'mcp/tools/server-rate-limits'],
  applies: { eras: until('2025-11-25') },
  lane: 'exclusive',
  async run(world) {
    const before = await someConnection(world);
    const connection = await world.connect({ person: before.person, client: before.client });
    // A server may end what the client had before (RFC 6749 leaves it open): then another session has to do.
    const isEnded = (await world.mcp(before).request('tools/list')).status === 401;
    const others = [world.mcp(connection), ...(isEnded ? [] : [world.mcp(before)])];
    const { shared, seen } = await isOneAllowance(world, world.mcp(connection), others, before.served);
    expect.that(shared, { expected: 'one allowance for all sessions', seen });
  },
  remedy: 'Count by the user of the token. A session costs nothing to open.',
  variations: [
    'the-session-on-every-answer',
    'retry-after-as-a-date',
    'answers-in-an-event-stream',
    'headers-of-a-proxy',
  ],
  mutants: [
    { name: 'limits-each-session-by-itself', replaces: { limitCountsByUser: (user, session) => `${user} ${session}` } },
  ],
});
