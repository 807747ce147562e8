import { until } from '../../vocabulary/era.ts';
import { expect, Untestable, Violation } from '../../vocabulary/expect.ts';
import type { Purpose } from '../../vocabulary/profile.ts';
import { check } from './area.ts';

const asked: readonly Purpose[] = ['accounts', 'positions', 'orders', 'accounts', 'positions', 'orders'];

/** Milliseconds: a server that takes two for one never answers the other. */
const LONG_ENOUGH = 2000;

/** A request that nobody answered gave away nothing. */
function ifSilent(error: unknown): undefined {
  if (!(error instanceof Violation)) throw error;
}

export default check({
  id: 'wire/keeps-answers-of-one-session-apart',
  title: 'Two requests with one id at the same time never get each other’s answers',
  clauses: ['mcp-2025-11-25/base/result-same-id', 'mcp-2025-11-25/base/request-id-unique-in-session'],
  applies: { eras: until('2025-11-25') },
  // Beside others what it sees would be a matter of their timing, too.
  spends: 'tokens',
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    // Calls side by side, by somebody who has spent none yet: waiting for a limit would not be repeated byte for byte.
    const connection = world.hooks.has('users')
      ? await world.connect({ person: await world.person({ newcomer: true }) })
      : await world.borrow();
    const mcp = world.mcp(connection);
    // What comes of it comes of a session that nobody else has.
    await mcp.open();
    const account = await world.accountOf(connection);
    const call = (purpose: Purpose, id: number | undefined) => {
      const { name, args } = world.tool(purpose);
      return mcp.request('tools/call', { name, arguments: args(account) }, (draft) => {
        draft.body.id = id ?? draft.body.id;
        if (id === undefined) return;
        draft.isRaced = true;
        draft.patience = LONG_ENOUGH;
      });
    };
    const right = new Map<Purpose, unknown>();
    for (const purpose of new Set(asked)) right.set(purpose, (await call(purpose, undefined)).rpc()?.result);
    const answered = await Promise.all(
      asked.map(async (purpose) => {
        // Whoever has one id for two may lose one of them: it is the client that must not do it.
        const answer = await call(purpose, 4711).catch(ifSilent);
        if (!answer) return false;
        const got = JSON.stringify(answer.rpc()?.result);
        // Prices move, so that an answer of its own may be another than before; that of another request never is right.
        const [mistaken] = [...right].filter(([other, result]) => other !== purpose && JSON.stringify(result) === got);
        const swapped = mistaken && got !== JSON.stringify(right.get(purpose));
        const seen = `the one for ${mistaken?.[0]}`;
        expect.that(!swapped, { expected: `the answer for ${purpose}`, seen, at: answer });
        return true;
      }),
    );
    if (!answered.includes(true)) throw new Untestable('needs an answer to one of several requests with one id');
  },
  remedy:
    'Refuse a request whose id is being answered in the same session, or tell the two apart by their HTTP requests.',
  variations: [
    'slow-answers',
    'long-access-tokens',
    'the-session-on-every-answer',
    'answers-in-an-event-stream',
    'more-in-results',
    'bodies-in-brotli',
  ],
  mutants: [{ name: 'swaps-answers-of-equal-ids', replaces: { requestIdIsNotInFlight: () => true } }],
});
