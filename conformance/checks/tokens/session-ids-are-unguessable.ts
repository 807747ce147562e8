import { until } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { lookDrawn } from '../../wire/random-values.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/session-ids-are-unguessable',
  title: 'Session ids are long and random',
  clauses: ['mcp/security/session-id-secure', 'mcp/security/session-id-rng'],
  applies: { needs: ['sessions'], eras: until('2025-11-25') },
  async run(world) {
    const connection = await world.borrow();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      const mcp = world.mcp(connection);
      await mcp.open();
      ids.push(mcp.sessionId() ?? '');
    }
    if (!ids[0]) throw new Untestable('needs sessions: the gateway issues no Mcp-Session-Id');
    expect.that(lookDrawn(ids), {
      expected: 'five ids of 22 random characters or more',
      seen: `lengths ${ids.map((id) => id.length)}, too much of it alike`,
    });
  },
  remedy: 'Draw session ids from a cryptographic generator, with 128 bits or more.',
  variations: ['the-session-on-every-answer', 'answers-in-an-event-stream', 'header-names-in-capitals'],
  mutants: [
    {
      name: 'numbers-its-sessions',
      rewrites: rewriteAnswer({}, ({ headers: { 'mcp-session-id': id } }) =>
        id ? { headers: { 'mcp-session-id': `session-${id.slice(0, 4)}` } } : undefined,
      ),
    },
  ],
});
