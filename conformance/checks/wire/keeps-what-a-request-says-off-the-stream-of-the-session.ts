import { until } from '../../vocabulary/era.ts';
import { Blocked, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { sseMessages } from '../../wire/answer.ts';
import { check } from './area.ts';

const PROGRESS = 'notifications/progress';

/** Milliseconds for the end of a stream whose session was ended. */
const PATIENCE = 500;

/** All that is said on a stream until its end. */
async function saidOn({ next }: Awaited<ReturnType<World['http']['open']>>): Promise<string> {
  let said = '';
  for (let part = await next(PATIENCE); part !== 'ended' && part !== 'silent'; part = await next(PATIENCE))
    said += part;
  return said;
}

export default check({
  id: 'wire/keeps-what-a-request-says-off-the-stream-of-the-session',
  title: 'Progress of a call comes with its answer, and not on the stream of the session',
  clauses: ['mcp-2025-11-25/transport/get-stream-unrelated'],
  applies: { needs: ['conversations', 'streams'], eras: until('2025-11-25') },
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    await mcp.open();
    const { url, headers } = mcp.draft('ping');
    const stream = await world.http.open({
      url,
      headers: { ...headers, accept: 'text/event-stream' },
      method: 'GET',
    });
    try {
      if (stream.answer.status !== 200) throw new NotOffered('the session has no stream');
      const params = { name: 'summarize_portfolio', arguments: {}, _meta: { progressToken: 'openbell' } };
      const answer = await mcp.request('tools/call', params);
      // With the session its stream ends, and all that was said on it is there.
      await world.http.send({ method: 'DELETE', url, headers });
      const strays = sseMessages(await saidOn(stream)).flatMap(({ method }) => method ?? []);
      const seen = strays.find((method) => method === PROGRESS);
      expect.that(!seen, {
        expected: 'no progress of a call on the stream of its session',
        seen: String(seen),
        at: answer,
      });
      if (!answer.messages().some(({ method }) => method === PROGRESS))
        throw new Blocked(`${PROGRESS} is not sent to who asks for it`);
    } finally {
      stream.close();
    }
  },
  remedy: 'Send what is about a request on the stream of its answer.',
  variations: ['streams-with-comments', 'a-message-over-several-lines'],
  mutants: [
    { name: 'tells-progress-on-the-stream-of-the-session', replaces: { relatedGoesWithItsRequest: () => false } },
  ],
});
