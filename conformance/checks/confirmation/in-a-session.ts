import {
  type Heard,
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
]);
