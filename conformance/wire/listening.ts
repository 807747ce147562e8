import { isStateless } from '../vocabulary/era.ts';
import { Blocked, describe, Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';

/** Milliseconds for an answer that is no stream. */
const READING = 1000;

/** How a server says that it knows no such method. */
const NO_SUCH_METHOD = [400, 404, 405, 501];

/** Milliseconds until a stream counts as left open. */
const PATIENCE = 1500;

/** A stream on which a server says things unasked. */
export interface Listening {
  /** True as soon as the server has ended it; false if it is still open after a while, whatever was said on it. */
  ended(): Promise<boolean>;
  close(): void;
}

/**
 * Opens the GET stream of a session, or `subscriptions/listen` in the stateless era; `Blocked` where it does not open,
 * `Untestable` where none is offered.
 */
export async function openStream(world: World, { accessToken }: Pick<Connection, 'accessToken'>): Promise<Listening> {
  const mcp = world.mcp(accessToken);
  await mcp.open();
  const filter = { notifications: { toolsListChanged: true } };
  const { headers, body } = mcp.draft('subscriptions/listen', filter);
  const outgoing = isStateless(world.era)
    ? { method: 'POST', url: world.mcpUrl, headers, body: JSON.stringify(body) }
    : { method: 'GET', url: world.mcpUrl, headers: { ...headers, accept: 'text/event-stream' } };
  const { answer, next, close } = await world.http.open(outgoing);
  const opened = answer.status === 200 && /^text\/event-stream\b/i.test(answer.headers['content-type'] ?? '');
  if (!opened) {
    const said = isStateless(world.era) && answer.status === 200 ? await allOf(next) : '';
    close();
    // A server that has nothing to say unasked need not offer a stream of a session.
    if (answer.status === 405 && !isStateless(world.era))
      throw new Untestable('needs a stream: GET is answered with 405');
    // Whoever answers a subscription has answered it, and holds nothing open.
    if (isAnswer(said)) throw new Untestable('needs a stream: subscriptions/listen is answered at once');
    // Subscriptions, too, are an offer.
    if (isStateless(world.era) && NO_SUCH_METHOD.includes(answer.status))
      throw new Untestable(`needs a stream: subscriptions/listen is refused with ${answer.status}`);
    const judgedBy = isStateless(world.era)
      ? 'wire/acknowledges-a-subscription-first'
      : 'wire/opens-a-stream-or-says-405';
    throw new Blocked(`no stream could be opened: ${describe(answer)}`, undefined, judgedBy);
  }
  return {
    close,
    async ended() {
      const until = performance.now() + PATIENCE;
      for (let left = PATIENCE; left > 0; left = until - performance.now()) {
        if ((await next(left)) === 'ended') return true;
      }
      return false;
    },
  };
}

/** What is said until there is no more. */
async function allOf(next: (milliseconds: number) => Promise<string | 'ended' | 'silent'>): Promise<string> {
  let said = '';
  for (let part = await next(READING); part !== 'ended' && part !== 'silent'; part = await next(READING)) said += part;
  return said;
}

/** Whether this is a JSON-RPC response: a page or nothing at all answers no request. */
function isAnswer(said: string): boolean {
  try {
    const { jsonrpc, id, result, error } = JSON.parse(said) ?? {};
    return jsonrpc === '2.0' && id !== undefined && (result !== undefined || error !== undefined);
  } catch {
    return false;
  }
}
