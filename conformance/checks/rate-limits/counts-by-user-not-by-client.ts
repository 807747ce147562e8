import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { exhausted, isOneAllowance } from './burst.ts';

export default check({
  id: 'rate-limits/counts-by-user-not-by-client',
  title: 'A user over the limit does not get a second allowance with a second client',
  clauses: ['mcp/tools/rate-limit-per-user', 'mcp/tools/server-rate-limits', 'CT-6'],
  lane: 'exclusive',
  async run(world) {
    const first = await exhausted(world);
    const { person, served } = first;
    const second = await world.connect({ person, client: await world.client({ person, other: true }) });
    const { shared, seen } = await isOneAllowance(world, world.mcp(first), [world.mcp(second)], served);
    expect.that(shared, { expected: 'one allowance for both clients', seen });
  },
  remedy: 'Count by the user of the token: a client costs nothing to register.',
  variations: ['retry-after-as-a-date', 'answers-in-an-event-stream', 'a-cookie-of-the-load-balancer'],
  mutants: [
    {
      name: 'limits-each-client-by-itself',
      replaces: { limitCountsByUser: (user, _session, _address, client) => `${user} ${client}` },
    },
  ],
});
