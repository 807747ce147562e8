import type { Answer } from '../../vocabulary/answer.ts';
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
    const atOnce = async (): Promise<Answer> => {
      let answer = await mcp.call(name, args(''));
      for (let call = 1; call < CALLS && answer.status === 200; call++) answer = await mcp.call(name, args(''));
      return answer;
    };
    const refused = await atOnce();
    if (refused.status === 200) return;
    // Somebody real may have been calling before: the bucket gets time to fill up for as many calls.
    if (refused.status === 429) for (let call = 0; call < CALLS; call++) await world.makeRoom(world.mcpUrl, refused, 0);
    expect.status(await atOnce(), 200);
  },
  remedy: 'Give the bucket room for a burst: an assistant that starts work asks several things at once.',
  variations: ['slow-answers', 'answers-in-an-event-stream', 'more-in-results'],
  mutants: [{ name: 'has-no-room-at-all', replaces: { bucketHasRoom: () => false } }],
});
