import { likenessOf } from '../../stage/confirmation.ts';
import {
  AT_THE_MARKET,
  confirm,
  expectSent,
  expectServed,
  isRefused,
  orderIn,
  prepared,
  type Trader,
  trader,
} from '../../stage/two-steps.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

interface Confirmed {
  /** Put over the usual order. */
  order?: Record<string, unknown>;
  confirms(world: World, who: Trader, id: string): Promise<Answer[]>;
  judge?(answers: readonly Answer[]): void;
}

const again = async (world: World, who: Trader, id: string) => [
  await confirm(world, who, id),
  await confirm(world, who, id),
  await confirm(world, who, id),
];

/** Fewer than what a user may trade in a minute. */
const MANY = 20;

/** Who of many is served first, and which of them are over the limit of calls, is a matter of timing. */
function confirmAmongOthers(world: World, { mcp }: Trader, id: string): Promise<Answer> {
  const { name, args } = world.tool('confirm');
  return mcp.request('tools/call', { name, arguments: args(id) }, (draft) => {
    draft.isRaced = true;
  });
}

const isServed = (answer: Answer): boolean => answer.status === 200 && !isRefused(answer);

const once: Table<Confirmed> = {
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { order, confirms, judge }) {
    const who = await trader(world);
    const id = await prepared(world, who, order);
    const answers = await confirms(world, who, id);
    expectServed(answers.find(isServed) ?? answers[0]!, 'a confirmation');
    const orders = new Set(answers.map((answer) => orderIn(answer).id).filter((one) => one !== undefined));
    expect.that(orders.size === 1, {
      expected: 'one and the same order',
      seen: `${orders.size} orders`,
      at: answers.at(-1)!,
    });
    judge?.(answers);
    // The ids alone would not show an order whose answer nobody was given.
    if (world.hooks.has('journal')) await expectSent(world, who, 1, answers.at(-1));
  },
};

/** However often an order is confirmed, it is sent once. */
export default rows(once, [
  {
    id: 'confirmation/sends-once',
    title: 'An order that is confirmed again is not sent again',
    clauses: ['two-step/sends-once', 'CN-7'],
    confirms: again,
    remedy: 'Mark the confirmation as used before the order leaves, and answer from what was kept.',
    mutants: [{ name: 'sends-again-when-confirmed-again', replaces: { replayAnswersAsBefore: () => false } }],
  },
  {
    id: 'confirmation/replay-answers-as-before',
    title: 'Whoever confirms again gets the answer of the first time',
    clauses: ['two-step/replay-answers-as-before', 'CN-7'],
    weakBecause: 'The guide does not say what a second confirmation is answered.',
    confirms: again,
    judge([first, ...others]) {
      for (const answer of others) {
        const isTheSame = likenessOf(answer) === likenessOf(first!);
        expect.that(isTheSame, { expected: likenessOf(first!), seen: likenessOf(answer), at: answer });
      }
    },
    remedy: 'Keep the outcome with the confirmation: clients repeat a call whose answer they lost.',
    mutants: ['sends-again-when-confirmed-again'],
  },
  {
    id: 'confirmation/sends-once-however-many-confirm',
    title: 'Twenty confirmations at the same time send one order',
    clauses: ['two-step/sends-once', 'CN-7'],
    // Where calls are limited as well, one of them may have to come again.
    orders: MANY + 2,
    // Its price is looked at first: so long one may overtake the other.
    order: AT_THE_MARKET,
    confirms: (world, who, id) => Promise.all(Array.from({ length: MANY }, () => confirmAmongOthers(world, who, id))),
    remedy: 'Take the confirmation by one atomic step from waiting to sent; who comes second waits for the first.',
    variations: ['slow-answers', 'answers-in-an-event-stream', 'more-in-results'],
    mutants: [{ name: 'takes-confirmations-one-by-one', replaces: { orderIsSentOnce: () => true } }],
  },
]);
