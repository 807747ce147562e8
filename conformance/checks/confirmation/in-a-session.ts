import {
  type Heard,
  NO_REPLY,
  NOES,
  placeInASession,
  say,
  sentIfSeen,
  sessionThatCanBeAsked,
} from '../../stage/asked-in-the-client.ts';
import { type Trader, trader } from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteEvents } from '../../vocabulary/rewrite-events.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// An order that the user of a session confirms in the client, by elicitation.

const inSessions = { needs: ['conversations'], eras: until('2025-11-25') } as const;

interface InASession {
  judge(world: World, who: Trader): Promise<void>;
}

const sessions: Table<InASession> = {
  applies: inSessions,
  async run(world, { judge }) {
    await judge(world, await trader(world));
  },
};

const expectAnswered = ({ answer, at }: Heard, isSo: boolean, expected: string): void =>
  expect.that(isSo, { expected, seen: JSON.stringify(answer ?? 'no answer').slice(0, 300), at });

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
      await sentIfSeen(world, who, 1, heard.at);
    },
    remedy: 'Ask on the stream of the call, and answer when the reply is there.',
    variations: ['bodies-in-gzip'],
    mutants: ['takes-a-yes-for-a-no'],
  },
  {
    id: 'confirmation/sends-nothing-after-a-no-in-a-session',
    title: 'Where the user of a session declines, cancels, or leaves the box empty, no order is sent',
    clauses: ['mcp-2025-11-25/elicitation/server-handles-decline'],
    dependsOn: ['confirmation/sends-after-a-yes-in-a-session'],
    async judge(world, who) {
      for (const [action, ticked = true] of NOES) {
        const heard = await placeInASession(world, who, { action, ticked });
        expectAnswered(heard, heard.answer?.result?.structuredContent?.order === undefined, `no order: ${action}`);
        await sentIfSeen(world, who, 0, heard.at);
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
    dependsOn: ['confirmation/sends-after-a-yes-in-a-session'],
    async judge(world, who) {
      const { mcp } = await trader(world);
      const heard = await placeInASession(world, who, { action: 'accept', repliedBy: mcp });
      expectAnswered(heard, heard.answer?.result?.structuredContent?.order === undefined, 'no order by another user');
      await sentIfSeen(world, who, 0, heard.at);
    },
    remedy: 'Look at the token of each reply, and take it from the user of the session alone.',
    variations: ['bodies-in-gzip'],
    mutants: ['shares-sessions-among-users'],
  },
  {
    id: 'confirmation/sends-nothing-that-was-cancelled',
    title: 'An order that the client gives up while its user is asked is not sent, whatever is replied afterwards',
    clauses: ['mcp-2025-11-25/cancellation/receiver-stops'],
    dependsOn: ['confirmation/sends-after-a-yes-in-a-session'],
    async judge(world, who) {
      const headers = await sessionThatCanBeAsked(world, who.mcp);
      const params = { requestId: 'order', reason: 'The user has left.' };
      const heard = await placeInASession(world, who, {
        headers,
        action: 'accept',
        meanwhile: async () => {
          await say(world, headers, { jsonrpc: '2.0', method: 'notifications/cancelled', params });
        },
      });
      expectAnswered(heard, heard.questions.length > 0, 'elicitation before the answer');
      expectAnswered(heard, heard.answer?.result?.structuredContent?.order === undefined, 'no order');
      await sentIfSeen(world, who, 0, heard.at);
    },
    remedy: 'Stop waiting for the user when the call is cancelled, and send nothing after that.',
    variations: ['bodies-in-gzip'],
    mutants: ['hears-no-cancellation'],
  },
  {
    id: 'confirmation/asks-no-session-that-cannot-ask',
    title: 'A session whose client declares no elicitation is not asked, and nothing is sent',
    clauses: ['mcp-2025-11-25/elicitation/server-only-supported-modes'],
    dependsOn: ['confirmation/sends-after-a-yes-in-a-session'],
    async judge(world, who) {
      const heard = await placeInASession(world, who, { capabilities: {}, action: 'accept' });
      expectAnswered(heard, heard.questions.length === 0, 'no question');
      await sentIfSeen(world, who, 0, heard.at);
    },
    remedy: 'Look at the capabilities of initialize before you ask, and say to the model what to do instead.',
    variations: ['bodies-in-gzip'],
    mutants: [{ name: 'asks-whoever-calls', replaces: { clientCanBeAsked: () => true } }],
  },
  {
    id: 'confirmation/gives-up-a-question-that-nobody-answers',
    title: 'A question that nobody answers for twenty minutes is given up: the call ends, and nothing is sent',
    clauses: ['mcp-2025-11-25/lifecycle/timeouts', 'mcp-2025-11-25/lifecycle/error-cases'],
    dependsOn: ['confirmation/sends-after-a-yes-in-a-session'],
    lane: 'exclusive',
    takesTime: true,
    async judge(world, who) {
      const heard = await nobodyAnswers(world, who);
      expectAnswered(heard, heard.answer !== undefined, 'an answer when nobody has said anything for twenty minutes');
      await sentIfSeen(world, who, 0, heard.at);
    },
    remedy: 'Give up a question after some minutes, and answer the call that it was asked for.',
    variations: ['bodies-in-gzip'],
    mutants: [{ name: 'waits-for-an-answer-all-day', replaces: { questionWaitsFor: () => 86_400 } }],
  },
  {
    id: 'confirmation/takes-back-a-question-that-it-gives-up',
    title: 'A question that is given up is cancelled, so that nobody answers it any more',
    clauses: ['mcp-2025-11-25/lifecycle/timeout-cancels'],
    dependsOn: ['confirmation/gives-up-a-question-that-nobody-answers'],
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
]);
