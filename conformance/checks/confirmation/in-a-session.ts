import { type Heard, NO_REPLY, placeInASession } from '../../stage/asked-in-the-client.ts';
import { type Trader, trader } from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteEvents } from '../../vocabulary/rewrite-events.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';
import { sent } from './in-the-client.ts';

// An order that the user confirms in a session, while the call waits.

interface InASession {
  judge(world: World, who: Trader): Promise<void>;
}

const sessions: Table<InASession> = {
  applies: { needs: ['conversations'], eras: until('2025-11-25') },
  async run(world, { judge }) {
    await judge(world, await trader(world));
  },
};

const expectAnswered = ({ answer, at }: Heard, isSo: boolean, expected: string): void =>
  expect.that(isSo, { expected, seen: JSON.stringify(answer ?? 'no answer').slice(0, 300), at });

/** Each way of not saying yes. */
const NOES = [
  ['decline', true],
  ['cancel', true],
  ['accept', false],
] as const;

const asks = ['confirmation/sends-after-a-yes-in-a-session'];

/** Twenty minutes go by, and nobody says anything. */
async function nobodyAnswers(world: World, who: Trader): Promise<Heard> {
  world.assertTime();
  return placeInASession(world, who, {
    action: 'accept',
    async meanwhile() {
      await world.hooks.advance(1200);
      return NO_REPLY;
    },
  });
}

/** What was begun meanwhile was noticed and has come to its end when later calls were answered. */
async function afterAWhile(world: World, { mcp, account }: Trader): Promise<void> {
  const { name, args } = world.tool('orders');
  for (const _ of [1, 2]) await mcp.call(name, args(account));
}

export default rows(sessions, [
  {
    id: 'confirmation/sends-after-a-yes-in-a-session',
    title: 'A session whose client can ask is asked for the user’s yes, and the order is sent after it',
    clauses: ['mcp-2025-11-25/elicitation/server-handles-decline'],
    async judge(world, who) {
      const heard = await placeInASession(world, who, { action: 'accept' });
      expectAnswered(heard, heard.questions[0]?.method === 'elicitation/create', 'elicitation before the answer');
      const isServed = heard.answer?.result !== undefined && heard.answer.result.isError !== true;
      expectAnswered(heard, isServed, 'the order to be sent after a yes');
      await sent(world, who, 1, heard.at);
    },
    remedy: 'Ask on the stream of the call, and answer when the reply is there.',
    variations: ['bodies-in-gzip'],
    mutants: ['takes-a-yes-for-a-no'],
  },
  {
    id: 'confirmation/sends-nothing-after-a-no-in-a-session',
    title: 'Where the user of a session declines, cancels, or leaves the box empty, no order is sent',
    clauses: ['mcp-2025-11-25/elicitation/server-handles-decline'],
    dependsOn: asks,
    async judge(world, who) {
      for (const [action, ticked] of NOES) {
        const heard = await placeInASession(world, who, { action, ticked });
        expectAnswered(heard, heard.answer?.result?.structuredContent?.order === undefined, `no order: ${action}`);
        await sent(world, who, 0, heard.at);
      }
    },
    remedy: 'Take nothing but accept, with the box ticked, for a yes.',
    variations: ['bodies-in-gzip'],
    mutants: ['takes-anything-for-a-yes'],
  },
  {
    id: 'confirmation/takes-no-reply-of-another-user',
    title: 'A yes that another user says into the session sends nothing',
    clauses: ['mcp-2025-11-25/elicitation/bound-to-client-and-user'],
    dependsOn: asks,
    async judge(world, who) {
      const { mcp } = await trader(world);
      const heard = await placeInASession(world, who, { action: 'accept', repliedBy: mcp });
      expectAnswered(heard, heard.answer?.result?.structuredContent?.order === undefined, 'no order by another user');
      await sent(world, who, 0, heard.at);
    },
    remedy: 'Look at the token of each reply, and take it from the user of the session alone.',
    variations: ['bodies-in-gzip'],
    mutants: ['shares-sessions-among-users'],
  },
  {
    id: 'confirmation/asks-no-session-that-cannot-ask',
    title: 'A session whose client declares no elicitation is not asked, and nothing is sent',
    clauses: ['mcp-2025-11-25/elicitation/server-only-supported-modes'],
    dependsOn: asks,
    async judge(world, who) {
      const heard = await placeInASession(world, who, { capabilities: {}, action: 'accept' });
      expectAnswered(heard, heard.questions.length === 0, 'no question');
      await sent(world, who, 0, heard.at);
    },
    remedy: 'Look at the capabilities of initialize before you ask, and say to the model what to do instead.',
    variations: ['bodies-in-gzip'],
    mutants: [{ name: 'asks-whoever-calls', replaces: { clientCanBeAsked: () => true } }],
  },
  {
    id: 'confirmation/gives-up-a-question-that-nobody-answers',
    title: 'A question that nobody answers for twenty minutes is given up: the call ends, and nothing is sent',
    clauses: ['mcp-2025-11-25/lifecycle/timeouts', 'mcp-2025-11-25/lifecycle/error-cases'],
    dependsOn: asks,
    lane: 'exclusive',
    takesTime: true,
    async judge(world, who) {
      const heard = await nobodyAnswers(world, who);
      expectAnswered(heard, heard.answer !== undefined, 'an answer when nobody has said anything for twenty minutes');
      await sent(world, who, 0, heard.at);
    },
    remedy: 'Give up a question after some minutes, and answer the call that it was asked for.',
    variations: ['bodies-in-gzip'],
    mutants: [{ name: 'waits-for-an-answer-all-day', replaces: { questionWaitsFor: () => 86_400 } }],
  },
  {
    id: 'confirmation/takes-back-a-question-that-it-gives-up',
    title: 'A question that is given up is cancelled, so that nobody answers it any more',
    clauses: ['mcp-2025-11-25/lifecycle/timeout-cancels'],
    dependsOn: [...asks, 'confirmation/gives-up-a-question-that-nobody-answers'],
    lane: 'exclusive',
    takesTime: true,
    async judge(world, who) {
      const heard = await nobodyAnswers(world, who);
      const [question] = heard.questions;
      const isTakenBack = heard.messages.some(
        ({ method, params }) => method === 'notifications/cancelled' && params?.requestId === question?.id,
      );
      const seen = heard.messages.map(({ method }) => method ?? 'the answer').join(', ');
      expect.that(isTakenBack, { expected: 'notifications/cancelled for the question', seen, at: heard.at });
    },
    remedy: 'Send notifications/cancelled with the id of the question when you stop waiting for its answer.',
    variations: ['bodies-in-gzip'],
    mutants: [
      {
        name: 'gives-questions-up-in-silence',
        rewrites: rewriteEvents(/notifications\/cancelled/, () => ({
          jsonrpc: '2.0',
          method: 'notifications/message',
          params: { level: 'info', data: 'nobody answered' },
        })),
      },
    ],
  },
  {
    id: 'confirmation/goes-on-when-the-connection-is-lost',
    title: 'A connection that is lost while the user is asked cancels nothing: their yes still sends the order',
    clauses: ['mcp-2025-11-25/transport/disconnect-not-cancel'],
    dependsOn: asks,
    async judge(world, who) {
      world.hooks.assertHas('journal');
      const { at } = await placeInASession(world, who, {
        action: 'accept',
        async meanwhile(order) {
          order.hangUp();
          await afterAWhile(world, who);
        },
      });
      await afterAWhile(world, who);
      await sent(world, who, 1, at);
    },
    remedy: 'Take notifications/cancelled for a cancellation, and the end of a connection for nothing.',
    variations: ['bodies-in-gzip'],
    mutants: [{ name: 'takes-a-lost-connection-for-a-no', replaces: { hangingUpCancels: () => true } }],
  },
  {
    id: 'confirmation/stops-when-the-call-is-cancelled',
    title: 'A call that is cancelled while the user is asked is not answered, and a yes that comes later sends nothing',
    clauses: ['mcp/cancellation/receiver-stops'],
    dependsOn: asks,
    async judge(world, who) {
      const heard = await placeInASession(world, who, { action: 'accept', meanwhile: (order) => order.cancel() });
      expectAnswered(heard, heard.answer === undefined, 'no answer to what was cancelled');
      await afterAWhile(world, who);
      await sent(world, who, 0, heard.at);
    },
    remedy: 'Stop a call when notifications/cancelled names it: ask no more, send nothing and do not answer.',
    variations: ['bodies-in-gzip'],
    mutants: [{ name: 'goes-on-with-what-was-cancelled', replaces: { cancellationIsHeard: () => false } }],
  },
]);
