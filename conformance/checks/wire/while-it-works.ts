import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since, until } from '../../vocabulary/era.ts';
import { Blocked, expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import type { World } from '../../vocabulary/world.ts';
import { sseMessages } from '../../wire/answer.ts';
import { check, rows } from './area.ts';

// What a server says while it works, and to whom.

const LEVEL = 'io.modelcontextprotocol/logLevel';
const applies = { needs: ['conversations'], eras: since('2026-07-28') } as const;

const TOOL = 'summarize_portfolio';
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

interface Heard {
  /** What the request wishes to hear. */
  meta: Record<string, unknown>;
  judge(methods: string[], answer: Answer): void;
}

const summarize = (mcp: Mcp, _meta: Record<string, unknown>): Promise<Answer> =>
  mcp.request('tools/call', { name: TOOL, arguments: {}, _meta });

const methodsIn = (answer: Answer): string[] => answer.messages().flatMap(({ method }) => method ?? []);

const table: Table<Heard> = {
  applies,
  async run(world, { meta, judge }) {
    const mcp = world.mcp(await world.borrow());
    const all = await summarize(mcp, { progressToken: 'openbell', [LEVEL]: 'debug' });
    for (const method of ['notifications/progress', 'notifications/message'])
      if (!methodsIn(all).includes(method)) throw new Blocked(`${method} is not sent to who asks for it`);
    const answer = await summarize(mcp, meta);
    judge(methodsIn(answer), answer);
  },
};

const silent = (method: string) => (methods: string[], at: Answer) =>
  expect.that(!methods.includes(method), { expected: `no ${method}`, seen: methods.join(', '), at });

export default [
  ...rows(table, [
    {
      id: 'wire/tells-progress-to-nobody-unasked',
      title: 'A request without a progress token hears of no progress',
      clauses: ['mcp-2026-07-28/progress/known-tokens-only'],
      meta: {},
      judge: silent('notifications/progress'),
      remedy: 'Send progress for the token of a request alone.',
      mutants: [{ name: 'tells-progress-unasked', replaces: { progressIsWanted: () => true } }],
    },
    {
      id: 'wire/logs-nothing-to-who-names-no-level',
      title: 'A request that names no level hears no logs',
      clauses: ['mcp-2026-07-28/logging/only-when-requested'],
      meta: {},
      judge: silent('notifications/message'),
      remedy: 'Send logs only where _meta of the request names a level.',
      mutants: [{ name: 'logs-whatever-there-is', replaces: { logLevelIsReached: () => true } }],
    },
    {
      id: 'wire/logs-nothing-below-the-level',
      title: 'A request that wants errors alone hears of nothing less',
      clauses: ['mcp-2026-07-28/logging/only-when-requested'],
      weakBecause: 'What a level leaves out is a list in the document, without a keyword.',
      meta: { [LEVEL]: 'error' },
      judge: silent('notifications/message'),
      remedy: 'Compare the severity of each message with the level of the request.',
      mutants: ['logs-whatever-there-is'],
    },
  ]),
  check({
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
        const answer = await summarize(mcp, { progressToken: 'openbell' });
        // With the session its stream ends, and all that was said on it is there.
        await world.http.send({ method: 'DELETE', url, headers });
        const strays = sseMessages(await saidOn(stream)).flatMap(({ method }) => method ?? []);
        const seen = strays.find((method) => method === PROGRESS);
        expect.that(!seen, {
          expected: 'no progress of a call on the stream of its session',
          seen: String(seen),
          at: answer,
        });
        if (!methodsIn(answer).includes(PROGRESS)) throw new Blocked(`${PROGRESS} is not sent to who asks for it`);
      } finally {
        stream.close();
      }
    },
    remedy: 'Send what is about a request on the stream of its answer.',
    variations: ['streams-with-comments', 'a-message-over-several-lines'],
    mutants: [
      { name: 'tells-progress-on-the-stream-of-the-session', replaces: { relatedGoesWithItsRequest: () => false } },
    ],
  }),
  check({
    id: 'wire/stops-when-the-client-hangs-up',
    title: 'A call whose client hangs up is stopped: what it had not begun is not done any more',
    clauses: ['mcp-2026-07-28/transport/cancel-stops-work'],
    applies,
    lane: 'exclusive',
    takesTime: true,
    async run(world) {
      for (const hook of ['users', 'faults', 'journal']) world.hooks.assertHas(hook);
      world.assertTime();
      const person = await world.person({ accounts: 3 });
      const mcp = world.mcp(await world.connect({ person }));
      const [first, second, third] = person.accounts;
      const positionsOf = ({ id }: { id: string }) => `/accounts/${id}/positions`;
      await world.hooks.orderFault({
        kind: 'slow',
        user: person.id!,
        path: positionsOf(second!),
        times: 1,
        seconds: 5,
      });
      const params = { name: TOOL, arguments: {}, _meta: { progressToken: 'openbell' } };
      const { url, headers, body } = mcp.draft('tools/call', params);
      const stream = await world.http.open({ method: 'POST', url, headers, body: JSON.stringify(body) });
      const heard = await stream.next();
      if (!heard.includes(PROGRESS)) throw new Blocked(`${TOOL} does not go from account to account: ${heard}`);
      // What is answered later shows that the wait, the end of the connection and that of the wait have come through.
      const { name, args } = world.tool('positions');
      const meanwhile = async () => {
        for (const _ of [1, 2]) await mcp.call(name, args(first!.id));
      };
      await meanwhile();
      stream.close();
      await meanwhile();
      await world.hooks.advance(5);
      await meanwhile();
      const asked = (await world.hooks.journal(person.id!)).map(({ path }) => path);
      const wentOn = asked.some((path) => path.includes(positionsOf(third!)));
      expect.that(!wentOn, {
        expected: 'no more accounts after the client had left',
        seen: 'the next one',
        at: stream.answer,
      });
    },
    remedy: 'Look between the steps of a tool whether the stream of its request was closed.',
    noVariation: 'What is judged is what the broker was asked; of the answer nothing is read.',
    mutants: [{ name: 'works-on-for-who-has-left', replaces: { hangingUpCancels: () => false } }],
  }),
];
