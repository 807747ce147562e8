import { asked, placeInRounds, type Round, sentIfSeen } from '../../stage/asked-in-the-client.ts';
import { expectServed, isSame, orderIn } from '../../stage/two-steps.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { rows } from './area.ts';
import { sends, stories, yes } from './in-the-client.ts';

// Rounds of several orders, and over several connections: what a round needs comes with its request.

const refused = (id: unknown) => ({
  status: 200,
  body: { jsonrpc: '2.0', id, error: { code: -32602, message: 'Invalid or expired requestState.' } },
});
const stateIn = (asked: unknown): unknown => (asked as { params?: { requestState?: unknown } })?.params?.requestState;

/** A sin: who is asked about a second order can say yes to the first no more. */
function remembersTheLastRound() {
  let last: unknown;
  return rewriteJson('/mcp', ({ id, result }, { asked: request }) => {
    const state = stateIn(request);
    if (state !== undefined && state !== last) return refused(id);
    last = result?.requestState ?? last;
    return undefined;
  });
}

/** A sin: a state is good on the connection on which it was given. */
function remembersTheConnection() {
  const given = new Map<unknown, unknown>();
  return rewriteJson('/mcp', ({ id, result }, { asked: request, connection }) => {
    const state = stateIn(request);
    if (state !== undefined && given.get(state) !== connection) return refused(id);
    if (result?.requestState) given.set(result.requestState, connection);
    return undefined;
  });
}

export default rows(stories, [
  {
    id: 'confirmation/keeps-two-rounds-apart',
    title: 'Two orders that are asked about side by side are each sent by their own yes, whichever comes first',
    clauses: ['mcp-2026-07-28/base/stateless-multiplexing'],
    dependsOn: [sends],
    async story(world, who) {
      const open: { qty: string; round: Round }[] = [];
      for (const qty of ['1', '2']) open.push({ qty, round: await asked(world, who, { over: { qty } }) });
      for (const { qty, round } of open.reverse()) {
        const answer = await placeInRounds(world, who, yes(round), { over: { qty } });
        expectServed(answer, 'each order after its own yes');
        expect.that(isSame(orderIn(answer).qty, qty), {
          expected: `an order of ${qty}`,
          seen: describe(answer),
          at: answer,
        });
      }
      await sentIfSeen(world, who, 2);
    },
    remedy: 'Keep what a round needs in its requestState, and nothing of it by user or connection.',
    mutants: [{ name: 'goes-on-with-the-last-round-alone', rewrites: remembersTheLastRound() }],
  },
  {
    id: 'confirmation/goes-on-over-another-connection',
    title: 'A yes that comes over another connection than the question was sent on counts',
    clauses: ['mcp-2026-07-28/base/stateless-no-connection-affinity'],
    dependsOn: [sends],
    async story(world, who) {
      const round = await asked(world, who, { alone: true });
      const answer = await placeInRounds(world, who, yes(round), { alone: true });
      expectServed(answer, 'an order whose yes came over another connection');
      await sentIfSeen(world, who, 1, answer);
    },
    remedy: 'Tie nothing to a connection: proxies and clients open and close them as they like.',
    mutants: [{ name: 'goes-on-over-the-same-connection-alone', rewrites: remembersTheConnection() }],
  },
]);
