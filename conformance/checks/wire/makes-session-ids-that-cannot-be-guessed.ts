import { until } from '../../vocabulary/era.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { lookDrawn } from '../../wire/random-values.ts';
import { check } from './area.ts';

let made = 0;

export default check({
  id: 'wire/makes-session-ids-that-cannot-be-guessed',
  title: 'Session ids are different each time, long, and of visible ASCII characters',
  clauses: [
    'mcp-2025-11-25/security/session-id-secure',
    'mcp-2025-11-25/transport/session-id-ascii',
    'mcp-2025-11-25/transport/session-id-unique',
    'mcp-2025-11-25/security/session-id-rng',
  ],
  applies: { needs: ['sessions'], eras: until('2025-11-25') },
  dependsOn: [],
  async run(world) {
    const connection = await world.borrow();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const mcp = world.mcp(connection);
      await mcp.open();
      const id = mcp.sessionId();
      if (!id) throw new Untestable('needs a server that gives session ids');
      expect.that(/^[\x21-\x7e]{16,}$/.test(id), { expected: 'at least 16 visible ASCII characters', seen: id });
      ids.push(id);
    }
    expect.equal(new Set(ids).size, ids.length, 'the number of different session ids');
    expect.that(lookDrawn(ids), { expected: 'ids that do not count up', seen: ids.join(' ') });
  },
  remedy: 'Take session ids from a secure random source, a UUID version 4 for example.',
  variations: [
    'the-session-on-every-answer',
    'answers-in-an-event-stream',
    'more-in-results',
    'json-with-spaces-and-in-another-order',
  ],
  mutants: [
    {
      name: 'puts-blanks-into-session-ids',
      rewrites: rewriteAnswer({ path: '/mcp' }, ({ headers: { 'mcp-session-id': id } }) =>
        id ? { headers: { 'mcp-session-id': id.replaceAll('-', ' ') } } : undefined,
      ),
    },
    {
      name: 'counts-its-sessions',
      rewrites: {
        at: 'gateway',
        response: (response) =>
          response.headers['mcp-session-id']
            ? { ...response, headers: { ...response.headers, 'mcp-session-id': `session-number-${++made}` } }
            : response,
      },
    },
  ],
});
