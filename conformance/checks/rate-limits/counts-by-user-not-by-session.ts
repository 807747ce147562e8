import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { isOneAllowance } from './burst.ts';

export default check({
  id: 'rate-limits/counts-by-user-not-by-session',
  title: 'A user over the limit stays over it in a new session and with a new token',
  clauses: ['mcp/tools/rate-limit-per-user', 'mcp/tools/server-rate-limits'],
  applies: { eras: until('2025-11-25') },
  lane: 'exclusive',
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const before = await world.connect({ person, client });
    const connection = await world.connect({ person, client });
    // A server may end what the client had before (RFC 6749 leaves it open): then another session has to do.
    const isEnded = (await world.mcp(before).request('tools/list')).status === 401;
    const others = [world.mcp(connection), ...(isEnded ? [] : [world.mcp(before)])];
    const { shared, seen } = await isOneAllowance(world, world.mcp(connection), others);
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
