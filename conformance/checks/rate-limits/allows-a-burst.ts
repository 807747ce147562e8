import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

/** What an assistant asks at once when it starts work: connection, accounts, positions, orders and a few quotes. */
const CALLS = 8;

export default check({
  id: 'rate-limits/allows-a-burst',
  title: 'A handful of calls at once goes through',
  clauses: ['mcp/tools/rate-limit-allows-burst', 'CT-7'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.connect({ person: await world.person() }));
    const { name, args } = world.tool('accounts');
    for (let call = 0; call < CALLS; call++) expect.status(await mcp.call(name, args('')), 200);
  },
  remedy: 'Give the bucket room for a burst: an assistant that starts work asks several things at once.',
  mutants: [{ name: 'has-no-room-at-all', replaces: { bucketHasRoom: () => false } }],
});
