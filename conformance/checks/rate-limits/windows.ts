import { isRefused, type Trader, trader } from '../../stage/two-steps.ts';
import { secondsTold } from '../../stage/windows.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { area, type Table } from '../../vocabulary/check.ts';
import { until } from '../../vocabulary/era.ts';
import { describe, expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteToolError } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';

/** Limits by the minute, for each user: over all tools, and over those that trade. */
const { rows } = area({
  judges: 'limits',
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  spends: 'many tokens',
  lane: 'exclusive',
  applies: { needs: ['call-windows', 'two-step-orders'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
});

const CALLS = 60;
const TRADES = 30;

const read = (world: World, { mcp, account }: Trader): Promise<Answer> => {
  const { name, args } = world.tool('accounts');
  return mcp.call(name, args(account));
};

const trade = (world: World, { mcp, account }: Trader): Promise<Answer> => {
  const { name, args } = world.tool('place');
  return mcp.call(name, args(account));
};

/** Somebody who only reads: no order is asked for. */
async function reader(world: World): Promise<Trader> {
  const connection = await world.connect({ person: await world.person({ trading: true }) });
  return { connection, account: await world.accountOf(connection), mcp: world.mcp(connection) };
}

type Call = typeof read;

/** Calls so often, and expects each to be served. */
async function served(world: World, who: Trader, call: Call, times: number, what: string): Promise<void> {
  for (let n = 1; n <= times; n++) {
    const answer = await call(world, who);
    expect.that(!isRefused(answer), {
      expected: `${what} ${n} of ${times} to be served`,
      seen: describe(answer),
      at: answer,
    });
  }
}

/** Calls so often, whatever comes of it. */
async function spend(world: World, who: Trader, call: Call, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await call(world, who);
}

interface Window {
  run(world: World, who: Trader): Promise<void>;
}

/** Whoever is real may have spent some of this minute already, and nobody else may spend of the next. */
async function untilTheMinuteIsOver(world: World): Promise<void> {
  for (let waited = 0; waited < 4; waited++) {
    if (await world.patience()) continue;
    throw new Untestable('needs a minute in which the user has spent nothing', 'patience');
  }
}

const fresh: Table<Window> = {
  async run(world, { orders, run }) {
    if (!world.hooks.has('users')) await untilTheMinuteIsOver(world);
    await run(world, await (orders ? trader(world) : reader(world)));
  },
};

const refusedAs = (answer: Answer, what: string): void =>
  expect.that(isRefused(answer), { expected: `${what} to be refused`, seen: describe(answer), at: answer });

/** One more than there may be. */
async function over(world: World, who: Trader): Promise<Answer> {
  await spend(world, who, read, CALLS);
  const answer = await read(world, who);
  refusedAs(answer, `call ${CALLS + 1}`);
  return answer;
}

const remedy =
  'Keep the times of each user’s calls, and serve one where fewer than the limit lie within the last sixty seconds.';

export default rows(fresh, [
  {
    id: 'rate-limits/serves-sixty-calls-a-minute',
    title: 'A user has sixty calls a minute, the sixtieth included',
    clauses: ['windows/sixty-a-minute', 'CN-8'],
    run: (world, who) => served(world, who, read, CALLS, 'call'),
    remedy,
    mutants: [
      { name: 'refuses-the-last-call-of-a-minute', replaces: { windowHasRoom: (used, limit) => used < limit - 1 } },
    ],
  },
  {
    id: 'rate-limits/refuses-the-sixty-first-call',
    title: 'The sixty-first call of a minute is refused',
    clauses: ['windows/sixty-a-minute', 'CN-8'],
    dependsOn: ['rate-limits/serves-sixty-calls-a-minute'],
    run: async (world, who) => void (await over(world, who)),
    remedy,
    mutants: [
      { name: 'serves-one-call-too-many', replaces: { windowHasRoom: (used, limit) => used <= limit } },
      { name: 'never-fills-a-window', replaces: { windowHasRoom: () => true } },
    ],
  },
  {
    id: 'rate-limits/serves-thirty-trades-a-minute',
    orders: TRADES + 1,
    title: 'Of a user’s calls in a minute thirty may trade, the thirtieth included',
    clauses: ['windows/thirty-trades-a-minute', 'CN-8'],
    dependsOn: ['confirmation/gives-an-id-and-a-summary'],
    run: (world, who) => served(world, who, trade, TRADES, 'trade'),
    remedy,
    mutants: ['refuses-the-last-call-of-a-minute'],
  },
  {
    id: 'rate-limits/refuses-the-thirty-first-trade',
    orders: TRADES + 1,
    title: 'The thirty-first call of a minute that trades is refused',
    clauses: ['windows/thirty-trades-a-minute', 'CN-8'],
    dependsOn: ['rate-limits/serves-thirty-trades-a-minute'],
    async run(world, who) {
      await spend(world, who, trade, TRADES);
      refusedAs(await trade(world, who), `trade ${TRADES + 1}`);
    },
    remedy,
    mutants: [{ name: 'counts-trades-like-reads', replaces: { windowsOfACall: () => ['all'] } }],
  },
  {
    id: 'rate-limits/counts-trades-among-all-calls',
    orders: TRADES + 1,
    title: 'Thirty trades and thirty reads are sixty calls: the next one is refused',
    clauses: ['windows/thirty-trades-a-minute', 'windows/sixty-a-minute', 'CN-8'],
    dependsOn: ['rate-limits/serves-thirty-trades-a-minute', 'rate-limits/serves-sixty-calls-a-minute'],
    async run(world, who) {
      await served(world, who, trade, TRADES, 'trade');
      await served(world, who, read, CALLS - TRADES, 'read');
      refusedAs(await read(world, who), `call ${CALLS + 1}`);
    },
    remedy,
    mutants: [
      { name: 'counts-trades-by-themselves', replaces: { windowsOfACall: (trades) => [trades ? 'trade' : 'all'] } },
    ],
  },
  {
    id: 'rate-limits/still-reads-when-trades-are-used-up',
    orders: TRADES + 1,
    title: 'Whoever has used up the trades of a minute still reads',
    clauses: ['windows/thirty-trades-a-minute', 'CN-8'],
    dependsOn: ['rate-limits/serves-thirty-trades-a-minute'],
    async run(world, who) {
      await spend(world, who, trade, TRADES + 1);
      await served(world, who, read, 1, 'read');
    },
    remedy,
    mutants: [{ name: 'counts-reads-as-trades', replaces: { windowsOfACall: () => ['all', 'trade'] } }],
  },
  {
    id: 'rate-limits/over-the-window-is-a-tool-error',
    title: 'A call over the limit is a tool error, which the model reads, and no HTTP error',
    clauses: ['windows/tool-error', 'CN-8'],
    dependsOn: ['rate-limits/refuses-the-sixty-first-call'],
    async run(world, who) {
      const answer = await over(world, who);
      const isToolError = answer.status === 200 && answer.rpc()?.result?.isError === true;
      expect.that(isToolError, { expected: '200 with isError', seen: describe(answer), at: answer });
    },
    remedy: 'Answer with a tool error that names the limit.',
    mutants: [{ name: 'tells-its-windows-by-429', replaces: { overTheWindowIsAToolError: () => false } }],
  },
  {
    id: 'rate-limits/says-when-the-window-has-room',
    title: 'A call over the limit is told in how many seconds there is room again, sixty at most',
    clauses: ['windows/says-when', 'CN-8'],
    dependsOn: ['rate-limits/refuses-the-sixty-first-call'],
    async run(world, who) {
      const answer = await over(world, who);
      const told = secondsTold(answer);
      expect.that(told !== undefined && told >= 1 && told <= 60, {
        expected: 'a number of seconds from 1 to 60',
        seen: told === undefined ? describe(answer) : String(told),
        at: answer,
      });
    },
    remedy: 'Say when the oldest of the calls that count is sixty seconds ago.',
    mutants: [
      {
        name: 'does-not-say-when-a-window-has-room',
        rewrites: rewriteToolError(
          ({ code }) => code === 'rate_limit_exceeded' && { code, message: 'Too many calls.' },
        ),
      },
    ],
  },
  {
    id: 'rate-limits/serves-again-when-the-window-said',
    title: 'After the seconds that the refusal tells a call is served again',
    clauses: ['windows/says-when', 'windows/sixty-a-minute', 'CN-8'],
    takesTime: true,
    dependsOn: ['rate-limits/says-when-the-window-has-room'],
    async run(world, who) {
      world.assertTime();
      await world.hooks.advance(secondsTold(await over(world, who)) ?? 60);
      await served(world, who, read, 1, 'call');
    },
    remedy: 'Work the seconds out from the window, rounded up.',
    mutants: [
      {
        name: 'promises-room-in-a-second',
        rewrites: rewriteToolError(
          ({ code, message }) => code === 'rate_limit_exceeded' && { code, message, retry_after_seconds: 1 },
        ),
      },
    ],
  },
  {
    id: 'rate-limits/a-new-session-has-the-same-window',
    title: 'A user over the limit stays over it with another token and in another session',
    clauses: ['windows/sixty-a-minute', 'mcp/tools/rate-limit-per-user', 'CN-8'],
    applies: { eras: until('2025-11-25') },
    dependsOn: ['rate-limits/refuses-the-sixty-first-call'],
    async run(world, who) {
      await over(world, who);
      const again = await world.connect({ person: who.connection.person });
      refusedAs(await read(world, { ...who, mcp: world.mcp(again) }), 'a call with another token');
    },
    remedy: 'Count by the user of the token: neither a token nor a session costs anything.',
    mutants: ['limits-each-session-by-itself'],
  },
  {
    id: 'rate-limits/another-user-has-a-window-of-their-own',
    title: 'What one user of a platform has used up is not missing to another',
    clauses: ['windows/sixty-a-minute', 'mcp/tools/rate-limit-per-user', 'CN-8'],
    dependsOn: ['rate-limits/refuses-the-sixty-first-call'],
    async run(world, who) {
      await over(world, who);
      await served(world, await reader(world), read, 1, 'a call of another user');
    },
    remedy: 'Count by the user of the token, and not by the platform.',
    mutants: ['limits-all-users-of-an-address-together'],
  },
  {
    id: 'rate-limits/nothing-over-the-window-reaches-the-broker',
    title: 'Calls over the limit do not reach the broker',
    clauses: ['windows/sixty-a-minute', 'mcp/tools/rate-limit-before-work', 'CN-8'],
    dependsOn: ['rate-limits/serves-sixty-calls-a-minute'],
    async run(world, who) {
      await spend(world, who, read, CALLS);
      const id = who.connection.person.id!;
      const before = (await world.hooks.journal(id)).length;
      const { name, args } = world.tool('summary');
      for (let n = 0; n < 5; n++) await who.mcp.call(name, args(who.account));
      const reached = (await world.hooks.journal(id)).length - before;
      expect.equal(reached, 0, 'the number of calls over the limit that reached the broker');
    },
    remedy: 'Look at the limit before anything else is done for a call.',
    mutants: ['never-fills-a-window'],
  },
]);
