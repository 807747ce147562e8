import { createHash } from 'node:crypto';
import {
  confirm,
  FIELDS,
  isRefused,
  isSame,
  orderIn,
  ordersSent,
  prepared,
  type Trader,
  trader,
} from '../../stage/two-steps.ts';
import { expect, Violation } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { createMcp } from '../../wire/mcp.ts';
import { check } from './area.ts';

/** Somebody confirms: what comes with it, after how many seconds, and in which revision of MCP. */
interface Act {
  by: 'owner' | 'somebody else';
  after: number;
  era: 'own' | 'other';
  changes: Record<string, string>;
}

/** An order, and what is done with its confirmation. */
interface Attempt {
  order: Record<string, string | undefined>;
  acts: readonly Act[];
}

const TWO_MINUTES = 120;
const RUNS = 24;
const MOST_ACTS = 4;

/** Fast to load only where it is used. */
async function attempts() {
  const { default: fc } = await import('fast-check');
  const order = fc.record({
    qty: fc.constantFrom('1', '2', '3'),
    symbol: fc.constantFrom('MSFT', 'AAPL'),
    time_in_force: fc.constantFrom('day', 'gtc'),
    type: fc.constantFrom('limit', 'market'),
  });
  const changes = fc.record(
    {
      qty: fc.constantFrom('9', '0.5'),
      symbol: fc.constant('TSLA'),
      side: fc.constant('sell'),
      type: fc.constant('market'),
      limit_price: fc.constant('900.00'),
      time_in_force: fc.constant('gtc'),
      account_id: fc.constant('openbell-no-such-account'),
    },
    { requiredKeys: [] },
  );
  const act = fc.record({
    by: fc.constantFrom('owner' as const, 'somebody else' as const),
    after: fc.constantFrom(0, 59, 60, 61, 119, TWO_MINUTES),
    era: fc.constantFrom('own' as const, 'other' as const),
    changes: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: changes }),
  });
  const attempt = fc.record({ order, acts: fc.array(act, { maxLength: MOST_ACTS }) });
  return { fc, attempt };
}

const termsOf = ({ type, ...order }: Attempt['order']) => ({
  ...order,
  type,
  limit_price: type === 'market' ? undefined : '1.00',
});

function clientOf({ http, mcpUrl, era }: World, { connection, mcp }: Trader, act: Act) {
  if (act.era === 'own') return mcp;
  const other = era === '2026-07-28' ? '2025-11-25' : '2026-07-28';
  return createMcp(http, mcpUrl, other, connection.accessToken);
}

/** Throws what is wrong, where something is; what an order may be and when it may be sent is told by this alone. */
async function tryOut(world: World, { order, acts }: Attempt): Promise<void> {
  const owner = await trader(world);
  const other = acts.some(({ by }) => by !== 'owner') ? await trader(world) : owner;
  const asked: Record<string, unknown> = { ...world.tool('place').args(owner.account), ...termsOf(order) };
  const id = await prepared(world, owner, termsOf(order));
  let seconds = 0;
  let isSent = false;
  for (const act of acts) {
    if (act.after > 0) await world.hooks.advance(act.after);
    seconds += act.after;
    const isOwner = act.by === 'owner';
    const answer = await confirm(world, { mcp: clientOf(world, isOwner ? owner : other, act) }, id, act.changes);
    const isRightful = isOwner && (isSent || seconds < TWO_MINUTES);
    const isServed = !isRefused(answer);
    const who = `a confirmation by ${isOwner ? 'its owner' : 'somebody else'} after ${seconds} s`;
    expect.that(isRightful || !isServed, {
      expected: `${who} to be refused`,
      seen: answer.words().slice(0, 200),
      at: answer,
    });
    const mustBeServed = isRightful && Object.keys(act.changes).length === 0;
    expect.that(isServed || !mustBeServed, {
      expected: `${who} to be served`,
      seen: answer.words().slice(0, 200),
      at: answer,
    });
    if (!isServed) continue;
    isSent = true;
    const sent = orderIn(answer);
    for (const name of FIELDS.filter((field) => asked[field] !== undefined && sent[field] !== undefined)) {
      const expected = `${name} ${asked[name]}, as it was prepared`;
      expect.that(isSame(sent[name], asked[name]), { expected, seen: String(sent[name]), at: answer });
    }
  }
  const count = (await ordersSent(world, owner)).length;
  expect.that(count === Number(isSent), { expected: `${Number(isSent)} orders at the broker`, seen: `${count}` });
}

const inWords = ({ order, acts }: Attempt): string =>
  [
    `an order ${JSON.stringify(order)}`,
    ...acts.map(({ by, after, era, changes }) =>
      [
        `${after} s later a confirmation by ${by}`,
        era === 'other' ? 'in the other revision' : '',
        Object.keys(changes).length > 0 ? `with ${JSON.stringify(changes)}` : '',
      ]
        .filter(Boolean)
        .join(' '),
    ),
  ].join(', then ');

export default check({
  id: 'confirmation/whatever-is-tried',
  title:
    'Whatever is done with confirmations, in whatever order, each sends its own order once, in time, for its own user',
  clauses: ['two-step/no-way-round', 'two-step/sends-once', 'CN-7'],
  lane: 'exclusive',
  orders: RUNS * (MOST_ACTS + 1),
  dependsOn: ['confirmation/gives-an-id-and-a-summary'],
  async run(world) {
    // Ever new people, and a clock that moves: so much nobody does to a gateway that is not theirs to reset.
    await world.hooks.now();
    const { fc, attempt } = await attempts();
    const seed = createHash('sha256').update(world.secret('attempts')).digest().readInt32BE();
    const property = fc.asyncProperty(attempt, (one) => tryOut(world, one));
    const { counterexample, errorInstance: error } = await fc.check(property, { seed, numRuns: RUNS });
    if (!counterexample) return;
    if (!(error instanceof Violation)) throw error;
    const at = error.exchange === undefined ? undefined : { exchange: error.exchange };
    throw new Violation(error.expected, `${error.seen}; the smallest that shows it: ${inWords(counterexample[0])}`, at);
  },
  remedy:
    'Keep the order with its confirmation, and ask three things of it in one step: is it theirs, is it fresh, is it unused.',
  mutants: [
    'sends-another-quantity-than-was-shown',
    'sends-orders-at-once',
    'sends-lasting-orders-at-once',
    'sends-again-when-confirmed-again',
    'never-lets-confirmations-expire',
    'lets-confirmations-expire-after-a-minute',
    'confirms-for-anybody',
    'ties-confirmations-to-a-session',
  ],
});
