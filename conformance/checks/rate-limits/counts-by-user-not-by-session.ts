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
    const connection = await world.connect({ person, client });
    const others = [world.mcp(connection), world.mcp(await world.connect({ person, client }))];
    const { shared, seen } = await isOneAllowance(world, world.mcp(connection), others);
    expect.that(shared, { expected: 'one allowance for all sessions', seen });
  },
  remedy: 'Count by the user of the token. A session costs nothing to open.',
  mutants: [
    { name: 'limits-each-session-by-itself', replaces: { limitCountsByUser: (user, session) => `${user} ${session}` } },
  ],
});
