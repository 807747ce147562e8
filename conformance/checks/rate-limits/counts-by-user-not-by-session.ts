import { check } from '../../check.ts';
import { until } from '../../era.ts';
import { expect } from '../../expect.ts';
import { burst } from './burst.ts';

export default check({
  id: 'rate-limits/counts-by-user-not-by-session',
  title: 'A user over the limit stays over it in a new session and with a new token',
  clauses: ['mcp-2025-11-25/tools/server-rate-limits'],
  level: 'MUST',
  applies: { needs: ['oauth'], eras: until('2025-11-25') },
  dependsOn: ['rate-limits/limits-calls'],
  lane: 'exclusive',
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const connection = await world.connect({ person, client });
    await burst(world, world.mcp(connection));
    const { name, args } = world.tool('accounts');
    for (const other of [connection, await world.connect({ person, client })]) {
      const answer = await world.mcp(other).call(name, args(''));
      expect.that(answer.status === 429, {
        expected: '429 in another session too',
        seen: `${answer.status}`,
        at: answer,
      });
    }
  },
  remedy: 'Count by the user of the token. A session costs nothing to open.',
  mutants: [
    { name: 'limits-each-session-by-itself', replaces: { limitCountsByUser: (user, session) => `${user} ${session}` } },
  ],
});
