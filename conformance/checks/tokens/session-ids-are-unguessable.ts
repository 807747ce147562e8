import { check } from '../../check.ts';
import { until } from '../../era.ts';
import { expect, Untestable } from '../../expect.ts';

export default check({
  id: 'tokens/session-ids-are-unguessable',
  title: 'Session ids are long and random',
  clauses: ['mcp-2025-11-25/security/session-id-secure', 'mcp-2025-11-25/security/session-id-rng'],
  level: 'MUST',
  applies: { needs: ['oauth'], eras: until('2025-11-25') },
  async run(world) {
    const connection = await world.borrow();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      const mcp = world.mcp(connection);
      await mcp.open();
      ids.push(mcp.sessionId() ?? '');
    }
    if (!ids[0]) throw new Untestable('needs sessions: the gateway issues no Mcp-Session-Id');
    const starts = new Set(ids.map((id) => id.slice(0, 12)));
    const random = starts.size === ids.length && ids.every((id) => id.length >= 22);
    expect.that(random, {
      expected: 'five ids of 22 characters or more that do not begin alike',
      seen: `lengths ${ids.map((id) => id.length)}, ${starts.size} beginnings`,
    });
  },
  remedy: 'Draw session ids from a cryptographic generator, with 128 bits or more.',
  mutants: [
    {
      name: 'numbers-its-sessions',
      rewrites: {
        at: 'gateway',
        response: (r) => {
          const { 'mcp-session-id': id, ...headers } = r.headers;
          return id ? { ...r, headers: { ...headers, 'mcp-session-id': `session-${id.slice(0, 4)}` } } : r;
        },
      },
    },
  ],
});
