import {
  asked,
  NOES,
  placeInRounds,
  type Round,
  replies,
  roundIn,
  sentIfSeen,
} from '../../stage/asked-in-the-client.ts';
import { expectServed, type Trader, trader } from '../../stage/two-steps.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer, rewriteError, type Which } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// An order that the user confirms in the client.

const inRounds = { needs: ['conversations'], eras: since('2026-07-28') } as const;

export const sends = 'confirmation/sends-after-a-yes-in-the-client';

/** Not taken up again: an error of the protocol, or the question once more. */
const expectNotTaken = (answer: Answer, what: string): void =>
  expect.that(answer.status >= 400 || answer.rpc()?.error !== undefined || roundIn(answer) !== undefined, {
    expected: `${what} to be refused, or to be asked about anew`,
    seen: describe(answer),
    at: answer,
  });

export interface Story {
  story(world: World, who: Trader): Promise<void>;
}

export const stories: Table<Story> = {
  applies: inRounds,
  async run(world, { story }) {
    await story(world, await trader(world));
  },
};

interface Misused extends Conduct {
  what: string;
  /** Sends the state of this round in a way in which it is worth nothing. */
  misuse(world: World, who: Trader, round: Round): Promise<Answer>;
}

const misused: Table<Misused> = {
  applies: inRounds,
  dependsOn: [sends],
  async run(world, { what, misuse }) {
    const who = await trader(world);
    const answer = await misuse(world, who, await asked(world, who));
    expectNotTaken(answer, what);
    await sentIfSeen(world, who, 0, answer);
  },
};

export const yes = ({ requests, requestState }: Round) => ({ ...replies({ requests }, 'accept'), requestState });

/** One character of it is another one, and it is as long as before. */
const changed = (state: string): string => {
  const at = state.length - 4;
  return `${state.slice(0, at)}${state[at] === 'A' ? 'B' : 'A'}${state.slice(at + 1)}`;
};

const variations = ['errors-in-other-words', 'bodies-in-gzip'];

const claimsAUser: Which['asked'] = ({ params }) => JSON.stringify(params?.inputResponses ?? {}).includes('"user_id"');

export default [
  ...rows(stories, [
    {
      id: sends,
      title: 'A client that can ask is asked for the user’s yes, and the order is sent after it',
      clauses: ['mcp-2026-07-28/elicitation/server-handles-decline'],
      weakBecause: 'That what was accepted is gone on with the document says without a keyword.',
      async story(world, who) {
        const round = await asked(world, who);
        await sentIfSeen(world, who, 0);
        const answer = await placeInRounds(world, who, yes(round));
        expectServed(answer, 'an order after a yes');
        await sentIfSeen(world, who, 1, answer);
      },
      remedy: 'End the call with input_required and what is asked, and go on where a yes comes back.',
      mutants: [{ name: 'takes-a-yes-for-a-no', replaces: { userSaidYes: () => false } }],
    },
    {
      id: 'confirmation/sends-nothing-after-a-no-in-the-client',
      title: 'Where the user declines, cancels, or leaves the box empty, no order is sent',
      clauses: ['mcp-2026-07-28/elicitation/server-handles-decline'],
      dependsOn: [sends],
      async story(world, who) {
        for (const [action, ticked] of NOES) {
          const { requests, requestState } = await asked(world, who);
          const answer = await placeInRounds(world, who, { ...replies({ requests }, action, ticked), requestState });
          await sentIfSeen(world, who, 0, answer);
          expect.that(answer.rpc()?.result?.structuredContent?.order === undefined, {
            expected: `no order after ${action}`,
            seen: describe(answer),
            at: answer,
          });
        }
      },
      remedy: 'Take nothing but accept, with the box ticked, for a yes.',
      mutants: [{ name: 'takes-anything-for-a-yes', replaces: { userSaidYes: () => true } }],
    },
    {
      id: 'confirmation/asks-no-client-that-cannot-ask',
      title: 'A client that declares no elicitation is not asked',
      clauses: ['mcp-2026-07-28/mrtr/no-elicitation-without-capability', 'mcp-2026-07-28/mrtr/respects-capabilities'],
      dependsOn: [sends],
      async story(world, who) {
        const answer = await placeInRounds(world, who, {}, { capabilities: {} });
        expect.that(!roundIn(answer), { expected: 'nothing to be asked', seen: describe(answer), at: answer });
        await sentIfSeen(world, who, 0, answer);
      },
      remedy: 'Look at the capabilities of each request before you ask.',
      variations,
      mutants: [
        {
          name: 'asks-in-rounds-whoever-calls',
          rewrites: rewriteError(-32021, ({ id }) => ({
            status: 200,
            body: {
              jsonrpc: '2.0',
              id,
              result: { resultType: 'input_required', inputRequests: {}, requestState: 'x' },
            },
          })),
        },
      ],
    },
    {
      id: 'confirmation/takes-no-reply-before-it-asks',
      title: 'A reply to what was never asked is none: the question comes all the same',
      clauses: ['mcp-2026-07-28/mrtr/server-validates-responses'],
      dependsOn: [sends],
      async story(world, who) {
        const round = await asked(world, who);
        const answer = await placeInRounds(world, who, replies(round, 'accept'));
        expect.that(roundIn(answer) !== undefined || answer.rpc()?.error !== undefined, {
          expected: 'the question, or a refusal',
          seen: describe(answer),
          at: answer,
        });
        await sentIfSeen(world, who, 0, answer);
      },
      remedy: 'Take replies to those questions alone that the requestState says were asked.',
      mutants: [{ name: 'takes-replies-unasked', replaces: { repliesAreToWhatWasAsked: () => true } }],
    },
    {
      id: 'confirmation/asks-again-for-what-is-missing',
      title: 'Where the reply is missing, the user is asked again',
      clauses: ['mcp-2026-07-28/mrtr/server-asks-again'],
      async story(world, who) {
        const { requestState } = await asked(world, who);
        const answer = await placeInRounds(world, who, { requestState, inputResponses: {} });
        expect.that(roundIn(answer), { expected: 'the question once more', seen: describe(answer), at: answer });
        await sentIfSeen(world, who, 0, answer);
      },
      remedy: 'Answer input_required again, with what is still missing.',
      mutants: [{ name: 'goes-on-with-no-state', replaces: { requestStateIsFresh: () => false } }],
    },
  ]),
  ...rows(misused, [
    {
      id: 'confirmation/refuses-a-state-that-was-changed',
      title: 'A requestState with one other character places no order',
      clauses: [
        'mcp-2026-07-28/mrtr/state-integrity',
        'mcp-2026-07-28/mrtr/state-rejected-on-failure',
        'mcp-2026-07-28/mrtr/state-validated-security',
      ],
      what: 'a state that was changed',
      misuse: (world, who, round) =>
        placeInRounds(world, who, { ...yes(round), requestState: changed(round.requestState) }),
      remedy: 'Seal or sign requestState, and verify it before you read it.',
      variations,
      mutants: [{ name: 'reads-states-that-were-changed', replaces: { requestStateIsIntact: () => true } }],
    },
    {
      id: 'confirmation/refuses-the-state-of-another-user',
      title: 'The requestState of one user goes on for no other',
      clauses: ['mcp-2026-07-28/mrtr/state-bound-to-principal', 'mcp-2026-07-28/mrtr/state-untrusted'],
      what: 'the state of somebody else',
      async misuse(world, { account }, round) {
        const { mcp } = await trader(world);
        return placeInRounds(world, { mcp, account }, yes(round));
      },
      remedy: 'Put the user of the token into the state, and compare.',
      variations,
      mutants: [{ name: 'goes-on-for-anybody', replaces: { requestStateIsTheirs: () => true } }],
    },
    {
      id: 'confirmation/refuses-the-state-of-another-client',
      title: 'The requestState of one client goes on for no other of the same user',
      clauses: ['mcp-2026-07-28/elicitation/bound-to-client-and-user'],
      what: 'the state of another client',
      async misuse(world, { account, connection: { person } }, round) {
        const client = await world.client({ person, name: 'Another client', fresh: true });
        const { mcp } = await trader(world, {}, 'trade', { person, client });
        return placeInRounds(world, { mcp, account }, yes(round));
      },
      remedy: 'Put the client of the token into the state, and compare.',
      variations,
      mutants: ['goes-on-for-anybody'],
    },
    {
      id: 'confirmation/believes-no-identity-in-a-reply',
      title: 'Who says in a reply that they are somebody else is not believed',
      clauses: ['mcp-2026-07-28/elicitation/no-client-supplied-identity'],
      what: 'a reply in the name of somebody else',
      async misuse(world, { account, connection: { person } }, round) {
        const { mcp } = await trader(world);
        const { inputResponses, ...more } = yes(round);
        const claimed = Object.fromEntries(
          Object.entries(inputResponses).map(([key, { action, content }]) => [
            key,
            { action, content: { ...content, user_id: person.id, email: person.email } },
          ]),
        );
        return placeInRounds(world, { mcp, account }, { ...more, inputResponses: claimed });
      },
      remedy: 'Take the user from the token, whatever a reply says.',
      variations,
      mutants: [
        {
          name: 'believes-who-a-reply-says-they-are',
          rewrites: rewriteAnswer({ path: '/mcp', asked: claimsAUser }, ({ asked: request }) => ({
            status: 200,
            body: {
              jsonrpc: '2.0',
              id: (request as { id: unknown }).id,
              result: { resultType: 'complete', content: [{ type: 'text', text: 'The order was placed.' }] },
            },
          })),
        },
      ],
    },
    {
      id: 'confirmation/refuses-a-state-with-another-order',
      title: 'The yes to ten shares is none to a thousand: a requestState is for the arguments that it came from',
      clauses: ['mcp-2026-07-28/mrtr/state-bound-to-request'],
      what: 'the state of another order',
      misuse: (world, who, round) => placeInRounds(world, who, yes(round), { over: { qty: '1000' } }),
      remedy: 'Put a digest of method and arguments into the state, and compare.',
      variations,
      mutants: [{ name: 'goes-on-with-other-arguments', replaces: { requestStateIsForThisRequest: () => true } }],
    },
    {
      id: 'confirmation/refuses-a-state-that-is-old',
      title: 'A requestState is worth nothing half an hour later',
      clauses: ['mcp-2026-07-28/mrtr/state-expires'],
      lane: 'exclusive',
      takesTime: true,
      what: 'a state of half an hour ago',
      async misuse(world, who, round) {
        world.assertTime();
        await world.hooks.advance(1800);
        return placeInRounds(world, who, yes(round));
      },
      remedy: 'Put the time into the state until which it is good: minutes, for an order.',
      variations,
      mutants: [{ name: 'goes-on-whenever', replaces: { requestStateIsFresh: () => true } }],
    },
  ]),
];
