import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { since, until } from '../../vocabulary/era.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import type { Mcp } from '../../vocabulary/mcp.ts';
import { rows } from './area.ts';

// What a server says while it works, and to whom.

const LEVEL = 'io.modelcontextprotocol/logLevel';
const applies = { needs: ['conversations'], eras: since('2026-07-28') } as const;

interface Heard {
  /** What the request wishes to hear. */
  meta: Record<string, unknown>;
  judge(methods: string[], answer: Answer): void;
}

const summarize = (mcp: Mcp, _meta: Record<string, unknown>): Promise<Answer> =>
  mcp.request('tools/call', { name: 'summarize_portfolio', arguments: {}, _meta });

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

/** The same in a session, which sets the level for all its requests. */
const inSessions: Table<Heard & { level: string }> = {
  applies: { needs: ['conversations'], eras: until('2025-11-25') },
  async run(world, { level, meta, judge }) {
    const mcp = world.mcp(await world.borrow());
    await mcp.open();
    await mcp.request('logging/setLevel', { level: 'debug' });
    const all = await summarize(mcp, { progressToken: 'openbell' });
    for (const method of ['notifications/progress', 'notifications/message'])
      if (!methodsIn(all).includes(method)) throw new Blocked(`${method} is not sent to who asks for it`);
    await mcp.request('logging/setLevel', { level });
    const answer = await summarize(mcp, meta);
    judge(methodsIn(answer), answer);
  },
};

export default [
  ...rows(inSessions, [
    {
      id: 'wire/tells-progress-to-nobody-unasked-in-sessions',
      title: 'In a session a request without a progress token hears of no progress',
      clauses: ['mcp-2025-11-25/progress/known-tokens-only'],
      level: 'debug',
      meta: {},
      judge: silent('notifications/progress'),
      remedy: 'Send progress for the token of a request alone.',
      mutants: ['tells-progress-unasked'],
    },
    {
      id: 'wire/logs-nothing-below-the-level-of-the-session',
      title: 'A session that set the level to error hears of nothing less',
      clauses: ['mcp-2025-11-25/logging/level-respected'],
      level: 'error',
      meta: {},
      judge: silent('notifications/message'),
      remedy: 'Compare the severity of each message with the level that the session has set.',
      mutants: ['logs-whatever-there-is'],
    },
  ]),
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
];
