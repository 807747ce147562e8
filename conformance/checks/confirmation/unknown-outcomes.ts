import { errorIn } from '../../stage/confirmation.ts';
import {
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
import { Blocked, describe, expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

type Fault = Omit<Parameters<World['hooks']['orderFault']>[0], 'user' | 'times'>;

interface Lost {
  /** Seconds that the account is old by then. */
  old?: number;
  /** What the broker does with the order that it is sent, and with whoever asks for it. */
  faults: readonly Fault[];
  judge(about: { world: World; who: Trader; id: string; answer: Answer }): Promise<void> | void;
  /** Orders at the broker in the end. */
  sent?: number;
}

const order = { method: 'POST', path: '/orders' };
const lookUp = { method: 'GET', path: 'by_client_order_id' };
const answerIsLost: Fault = { ...order, kind: 'accept_then_drop' };
const nothingIsFound: Fault = { ...lookUp, kind: 'server_error', status: 503 };

const lost: Table<Lost> = {
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { old, faults, judge, sent = 1 }) {
    const who = await trader(world);
    if (old) await world.hooks.advance(old);
    const id = await prepared(world, who);
    for (const fault of faults) await world.hooks.orderFault({ ...fault, user: who.connection.person.id!, times: 1 });
    const answer = await confirm(world, who, id);
    await judge({ world, who, id, answer });
    await expectSent(world, who, sent, answer);
  },
};

/** A result with the order, or a tool error that says that nobody knows. */
function isHonest(answer: Answer): boolean {
  if (!isRefused(answer)) return orderIn(answer).id !== undefined;
  const { code = '', message = '' } = errorIn(answer);
  return answer.status === 200 && /unknown|not known|uncertain|may (have been|be)|pending/i.test(`${code} ${message}`);
}

const saysUnknown = (answer: Answer): void =>
  expect.that(isHonest(answer), {
    expected: 'the order, or that its outcome is unknown',
    seen: describe(answer),
    at: answer,
  });

async function isFoundLater({ world, who, id, answer }: Parameters<Lost['judge']>[0]): Promise<void> {
  if (!isRefused(answer)) throw new Blocked('the order was found at once, although the broker did not tell of it');
  const again = await confirm(world, who, id);
  expectServed(again, 'the same confirmation once more');
  expect.that(orderIn(again).id !== undefined, {
    expected: 'the order that was placed',
    seen: again.words().slice(0, 300),
    at: again,
  });
}

const silent = 'The guide does not say what is told where the broker’s answer is lost.';

/** An order was sent, and what became of it is not known. */
export default rows(lost, [
  {
    id: 'confirmation/calls-a-lost-answer-unknown',
    title: 'Where the broker took the order and its answer was lost, nobody is told that it failed',
    clauses: ['two-step/unknown-is-unknown', 'CN-9'],
    weakBecause: silent,
    faults: [answerIsLost, nothingIsFound],
    judge: ({ answer }) => saysUnknown(answer),
    remedy: 'Look the order up by its client_order_id; where that fails too, say that the outcome is unknown.',
    mutants: [{ name: 'calls-a-lost-answer-a-failure', replaces: { lostAnswerIsAnUnknownOutcome: () => false } }],
  },
  {
    id: 'confirmation/does-not-send-what-may-stand',
    title: 'An order whose answer was lost is looked up and not sent again',
    clauses: ['two-step/sends-once', 'CN-7'],
    faults: [answerIsLost],
    judge: ({ answer }) => saysUnknown(answer),
    remedy: 'Never repeat the request that places an order: ask the broker for it by the name you gave it.',
    mutants: [{ name: 'sends-a-lost-order-again', replaces: { orderIsNotSentAgain: (times) => times > 1 } }],
  },
  {
    id: 'confirmation/finds-a-lost-order-later',
    title: 'Whoever confirms again after an unknown outcome gets the order that was placed',
    clauses: ['two-step/unknown-is-unknown', 'two-step/sends-once', 'CN-7'],
    weakBecause: silent,
    faults: [answerIsLost, nothingIsFound],
    judge: isFoundLater,
    remedy: 'Keep the name under which the order was sent with the confirmation, and reconcile when it comes again.',
    mutants: [
      {
        name: 'broker-forgets-what-an-order-was-called',
        rewrites: rewriteAnswer(
          { at: 'broker', path: /by_client_order_id/, status: 200 },
          { status: 404, body: { code: 40410000, message: 'order not found' } },
        ),
      },
    ],
  },
  {
    id: 'confirmation/waits-for-a-slow-book',
    title: 'An order that the broker does not list yet is not told to be lost',
    clauses: ['two-step/unknown-is-unknown', 'CN-7'],
    weakBecause: silent,
    lane: 'exclusive',
    old: 40,
    faults: [answerIsLost, { ...lookUp, kind: 'lag', seconds: 30 }],
    judge: isFoundLater,
    remedy: 'Give an order up only when the broker has not listed it for a while: its book lags behind.',
    mutants: [{ name: 'gives-an-order-up-at-once', replaces: { orderHasNotArrived: () => true } }],
  },
  {
    id: 'confirmation/reads-an-answer-that-is-no-order',
    title: 'An answer of the broker that is no order proves nothing: the order is looked up',
    clauses: ['two-step/unknown-is-unknown', 'two-step/sends-once', 'CN-9'],
    weakBecause: silent,
    faults: [{ ...order, kind: 'malformed_json' }],
    judge: ({ answer }) => saysUnknown(answer),
    remedy: 'Take for an order what names itself as you named it, and ask about everything else.',
    mutants: ['sends-a-lost-order-again'],
  },
  {
    id: 'confirmation/a-refusing-proxy-leaves-it-open',
    title: 'A 503 between the gateway and the broker is no refusal: the outcome is unknown, and nothing is sent again',
    clauses: ['two-step/unknown-is-unknown', 'two-step/sends-once', 'CN-9'],
    weakBecause: silent,
    faults: [{ ...order, kind: 'server_error', status: 503 }],
    judge: ({ answer }) => saysUnknown(answer),
    remedy: 'Take for a refusal what the broker itself says with 4xx; behind 5xx an order may stand.',
    mutants: ['sends-a-lost-order-again', 'calls-a-lost-answer-a-failure'],
  },
]);
