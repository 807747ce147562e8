import { isStateless } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { World } from '../../vocabulary/world.ts';
import { check } from './area.ts';

const announcement = 'notifications/tools/list_changed';

/** Opens the stream on which the server says what changed: GET, or subscriptions/listen. */
async function listen(world: World, mcp: Mcp) {
  await mcp.open();
  const { url, headers, body } = mcp.draft('subscriptions/listen', { notifications: { toolsListChanged: true } });
  return world.http.open(
    isStateless(world.era)
      ? { method: 'POST', url, headers, body: JSON.stringify(body) }
      : { method: 'GET', url, headers: { ...headers, accept: 'text/event-stream' } },
  );
}

/** How often time passes before silence is believed. */
const MOST_LOOKS = 3;

/** What is said until the announcement comes, or nothing more does for a second. */
async function saidOn(stream: Awaited<ReturnType<typeof listen>>): Promise<string> {
  let heard = '';
  for (let part = await stream.next(1000); part !== 'silent' && part !== 'ended'; part = await stream.next(1000)) {
    heard += part;
    if (heard.includes(announcement)) break;
  }
  return heard;
}

export default check({
  id: 'wire/announces-that-its-tools-changed',
  title: 'When the add-on goes offline, open streams hear that the list of tools changed',
  clauses: ['mcp/tools/list-changed-notification', 'CT-E7'],
  applies: { needs: ['add-on'] },
  lane: 'exclusive',
  spends: 'tokens',
  async run(world) {
    const connection = await world.connect({ person: await world.person(), scope: 'trade' });
    const mcp = world.mcp(connection);
    const before = await mcp.listTools();
    const stream = await listen(world, mcp);
    expect.status(stream.answer, 200);
    await world.hooks.changeUser(connection.person.id!, { addon: { connected: false } });
    let heard = '';
    // A look at the add-on that was under way before it went offline tells nothing: the next one does.
    for (let looks = 0; looks < MOST_LOOKS && !heard.includes(announcement); looks++) {
      await world.hooks.advance(10);
      heard += await saidOn(stream);
    }
    stream.close();
    const after = await mcp.listTools();
    expect.that(after.length < before.length, { expected: 'fewer tools', seen: `${after.length} of ${before.length}` });
    const seen = heard || 'silence';
    expect.that(heard.includes(announcement), { expected: announcement, seen, at: stream.answer });
  },
  remedy: 'Watch what the list of tools depends on while a stream is open, and send notifications/tools/list_changed.',
  variations: [
    'slow-answers',
    'small-pages',
    'tools-in-another-order',
    'more-in-schemas',
    'answers-in-an-event-stream',
    'more-in-results',
    'json-with-spaces-and-in-another-order',
  ],
  mutants: [{ name: 'changes-its-tools-in-silence', replaces: { listChangesAreAnnounced: () => false } }],
});
