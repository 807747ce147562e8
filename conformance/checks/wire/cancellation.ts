import { cancelsItsOwnSubscription, cancelsSubscriptionsOnly } from '../../observers/streams.ts';
import { type SlowPortfolio, slowPortfolio } from '../../stage/slow-portfolio.ts';
import { observer, type Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { addToStream, saidBefore } from '../../vocabulary/rewrite-events.ts';
import { check, rows } from './area.ts';
import { callers, listeners, stateful, stateless } from './who-listens.ts';

// What a server gives up, and what its client does.

interface Story {
  /** Gives the call up, and judges what comes of it. */
  story(portfolio: SlowPortfolio): Promise<void>;
}

/** A call is given up while it is worked on. */
const givenUp: Table<Story> = {
  applies: { needs: ['conversations'] },
  lane: 'exclusive',
  async run(world, { story }) {
    await story(await slowPortfolio(world));
  },
};

const cancel = (portfolio: SlowPortfolio, requestId: unknown) =>
  portfolio.mcp.notify('notifications/cancelled', { requestId, reason: 'The user does not want it any more.' });

const worksOn = async (portfolio: SlowPortfolio, isRight: boolean): Promise<void> => {
  const goesOn = await portfolio.goesOn();
  const seen = (more: boolean) => (more ? 'the next account is asked for' : 'nothing more is asked of the brokerage');
  expect.that(goesOn === isRight, { expected: seen(isRight), seen: seen(goesOn) });
};

export default [
  ...[
    observer({
      id: 'wire/cancels-its-own-subscription-only',
      title: 'What a server cancels on a subscription is that subscription',
      clauses: [
        'mcp-2026-07-28/cancellation/server-cancelled-references-listen',
        'mcp/cancellation/only-own-in-progress',
      ],
      applies: stateless,
      ridesOn: listeners,
      observes: cancelsItsOwnSubscription,
      remedy: 'Name the request that opened the subscription in notifications/cancelled.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'media-types-in-another-case'],
      mutants: [
        {
          name: 'cancels-another-request',
          rewrites: addToStream(/acknowledged/, ({ params }) => ({
            method: 'notifications/cancelled',
            params: { requestId: 'another', _meta: params._meta },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/cancels-subscriptions-only',
      title: 'A server cancels nothing but a subscription',
      clauses: ['mcp-2026-07-28/cancellation/server-cancelled-only-for-listen'],
      applies: stateless,
      ridesOn: [...listeners, ...callers],
      observes: cancelsSubscriptionsOnly,
      remedy: 'Answer a request that you give up with an error.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'a-cookie-of-the-load-balancer'],
      mutants: [
        {
          name: 'cancels-what-it-was-asked',
          rewrites: saidBefore(/"structuredContent"/, ({ id }) => ({
            method: 'notifications/cancelled',
            params: { requestId: id },
          })),
        },
      ],
    }),
  ].map(check),
  ...rows(givenUp, [
    {
      id: 'wire/stops-what-is-cancelled',
      title: 'What the client of a session cancels is worked on no more',
      clauses: ['mcp-2025-11-25/cancellation/receiver-stops'],
      applies: stateful,
      async story(portfolio) {
        const { id } = await portfolio.begin();
        expect.status(await cancel(portfolio, id), 202);
        await worksOn(portfolio, false);
      },
      remedy: 'Hand the cancellation on to what the tool does, the requests to the brokerage included.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: [{ name: 'hears-no-cancellation', replaces: { cancelledRequestStops: () => false } }],
    },
    {
      id: 'wire/answers-nothing-that-was-cancelled',
      title: 'What was cancelled is not answered, and its stream ends',
      clauses: ['mcp-2025-11-25/cancellation/receiver-stops'],
      applies: stateful,
      async story(portfolio) {
        const { id, said } = await portfolio.begin();
        await cancel(portfolio, id);
        await portfolio.answers();
        const heard = await said();
        expect.that(!/"(result|error)":/.test(heard), { expected: 'no answer', seen: heard.slice(0, 300) });
      },
      remedy: 'Drop the answer of a request that was cancelled, and close its stream.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: ['hears-no-cancellation'],
    },
    {
      id: 'wire/cancels-nothing-for-an-unknown-id',
      title: 'Who cancels what is unknown, or gives no id, stops nothing else',
      clauses: ['mcp-2025-11-25/cancellation/invalid-ignored'],
      applies: stateful,
      async story(portfolio) {
        const { said } = await portfolio.begin();
        for (const id of ['openbell-never-asked', undefined]) await cancel(portfolio, id);
        await portfolio.answers();
        const heard = await said();
        expect.that(heard.includes('"result":'), { expected: 'the answer', seen: heard.slice(0, 300) || 'nothing' });
      },
      remedy: 'Look the request up by its id, and ignore a cancellation of none.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: [
        { name: 'cancels-whatever-is-under-way', replaces: { cancelledIsTheOneNamed: (_named, underWay) => underWay } },
      ],
    },
    {
      id: 'wire/works-on-when-the-line-is-lost',
      title: 'In a session whoever hangs up has cancelled nothing',
      clauses: ['mcp-2025-11-25/transport/disconnect-not-cancel'],
      applies: stateful,
      async story(portfolio) {
        const { hangUp } = await portfolio.begin();
        hangUp();
        await worksOn(portfolio, true);
      },
      remedy: 'Take notifications/cancelled for a cancellation in sessions, and nothing else.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: [{ name: 'takes-a-lost-line-for-a-cancellation', replaces: { hangingUpCancels: () => true } }],
    },
    {
      id: 'wire/stops-when-the-client-hangs-up',
      title: 'Without sessions whoever closes the stream has cancelled: the work stops',
      clauses: [
        'mcp-2026-07-28/cancellation/http-disconnect',
        'mcp-2026-07-28/transport/disconnect-is-cancel',
        'mcp-2026-07-28/cancellation/receiver-stops',
        'mcp-2026-07-28/transport/cancel-stops-work',
      ],
      applies: stateless,
      async story(portfolio) {
        const { hangUp } = await portfolio.begin();
        hangUp();
        await worksOn(portfolio, false);
      },
      remedy: 'Watch the connection while a tool runs, and stop what it does when that closes.',
      variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
      mutants: [{ name: 'works-on-for-nobody', replaces: { hangingUpCancels: () => false } }],
    },
  ]),
];
