import { twoPeople } from '../../stage/two-people.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { burst } from './burst.ts';

export default check({
  id: 'rate-limits/leaves-other-users-alone',
  title: 'One user over the limit is no hindrance to another at the same address',
  clauses: ['mcp/tools/rate-limit-per-user', 'mcp/tools/server-rate-limits'],
  lane: 'exclusive',
  async run(world) {
    const [one, another] = await twoPeople(world);
    await burst(world, world.mcp(one));
    const { name, args } = world.tool('accounts');
    const other = await world.mcp(another).call(name, args(''));
    expect.status(other, 200);
  },
  remedy: 'Count by user, not by address: whole platforms connect from one address.',
  mutants: [
    {
      name: 'limits-all-users-of-an-address-together',
      replaces: { limitCountsByUser: (_user, _session, address) => address ?? '' },
    },
  ],
});
