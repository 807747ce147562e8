import { twoPeople } from '../../stage/two-people.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { check } from './area.ts';
import { burst, exhausted } from './burst.ts';

/** Two people; where a hook makes them, the first is one who has called too often already. */
async function oneAndAnother(world: World): Promise<[Connection, Connection]> {
  if (!world.hooks.has('users')) return twoPeople(world);
  return [await exhausted(world), await world.borrow()];
}

export default check({
  id: 'rate-limits/leaves-other-users-alone',
  title: 'One user over the limit is no hindrance to another at the same address',
  clauses: ['mcp/tools/rate-limit-per-user'],
  lane: 'exclusive',
  async run(world) {
    const [one, another] = await oneAndAnother(world);
    await burst(world, world.mcp(one));
    const { name, args } = world.tool('accounts');
    const other = await world.mcp(another).call(name, args(''));
    expect.status(other, 200);
  },
  remedy: 'Count by user, not by address: whole platforms connect from one address.',
  variations: ['retry-after-as-a-date', 'answers-in-an-event-stream', 'media-types-in-another-case'],
  mutants: [
    {
      name: 'limits-all-users-of-an-address-together',
      replaces: { limitCountsByUser: (_user, _session, address) => address ?? '' },
    },
  ],
});
