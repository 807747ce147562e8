import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/opens-a-stream-or-says-405',
  title: 'GET yields an event stream or 405',
  clauses: ['mcp-2025-11-25/transport/get-stream-or-405', 'mcp-2025-11-25/transport/single-endpoint'],
  applies: { eras: until('2025-11-25') },
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    await mcp.open();
    const { url, headers } = mcp.draft('tools/list');
    const { 'content-type': _, ...others } = headers;
    const stream = await world.http.open({ method: 'GET', url, headers: { ...others, accept: 'text/event-stream' } });
    stream.close();
    const type = stream.answer.headers['content-type'] ?? '';
    if (stream.answer.status === 405) return;
    expect.status(stream.answer, 200);
    expect.that(/^text\/event-stream\b/i.test(type), { expected: 'text/event-stream', seen: type, at: stream.answer });
  },
  remedy: 'Answer GET with an event stream for what the server says unasked, or with 405.',
  variations: [
    'a-message-over-several-lines',
    'answers-in-an-event-stream',
    'more-in-results',
    'media-types-in-another-case',
  ],
  mutants: [
    {
      name: 'calls-an-event-stream-not-acceptable',
      replaces: { answerIsAcceptable: (_accept, type) => type !== 'text/event-stream' },
    },
  ],
});
