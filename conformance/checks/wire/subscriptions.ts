import {
  acknowledgesFirst,
  acknowledgesWhatWasAsked,
  namesTheSubscription,
  sendsWhatWasAsked,
} from '../../observers/streams.ts';
import { observer } from '../../vocabulary/check.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { addToStream, rewriteEvents, saidBefore } from '../../vocabulary/rewrite-events.ts';
import type { World } from '../../vocabulary/world.ts';
import { check } from './area.ts';
import { changed, listeners, stateless } from './who-listens.ts';

// What is said on a subscription.

/** Milliseconds to wait for the first words on a subscription. */
const FIRST_WORDS = 1000;

/** Opens a subscription and hears its first words. */
async function subscribe(world: World): Promise<void> {
  const mcp = world.mcp(await world.borrow());
  const { url, headers, body } = mcp.draft('subscriptions/listen', { notifications: { toolsListChanged: true } });
  const { answer, next, close } = await world.http.open({ method: 'POST', url, headers, body: JSON.stringify(body) });
  await next(FIRST_WORDS);
  close();
  const type = answer.headers['content-type'] ?? '';
  if (/^text\/event-stream\b/i.test(type)) return;
  const seen = `${answer.status} ${type || 'without a content type'}`;
  // What is refused, or answered as any other request, is not offered; what is no answer in MCP is none to this, too.
  expect.that(answer.status >= 400 || /^application\/json\b/i.test(type), {
    expected: 'an event stream, or a refusal in JSON',
    seen,
    at: answer,
  });
  throw new NotOffered(`subscriptions/listen is answered with ${seen} and no stream`);
}

export default [
  check({
    id: 'wire/acknowledges-a-subscription-first',
    title: 'The first message on a subscription acknowledges it, and carries its id',
    clauses: ['mcp-2026-07-28/subscriptions/ack-first', 'mcp-2026-07-28/subscriptions/nothing-before-ack'],
    applies: { ...stateless, needs: ['streams'] },
    run: subscribe,
    observes: acknowledgesFirst,
    remedy: 'Send notifications/subscriptions/acknowledged before anything else on a subscription.',
    variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
    mutants: [
      {
        name: 'acknowledges-no-subscription',
        rewrites: rewriteEvents(/acknowledged/, (said) => ({ ...said, method: changed })),
      },
      {
        name: 'says-something-before-it-acknowledges',
        rewrites: saidBefore(/acknowledged/, ({ params }) => ({ method: changed, params: { _meta: params._meta } })),
      },
    ],
  }),
  ...[
    observer({
      id: 'wire/acknowledges-only-what-was-asked-for',
      title: 'What is acknowledged of a subscription was asked for',
      clauses: ['mcp-2026-07-28/subscriptions/ack-subset'],
      weakBecause: 'The document states it as a fact, without a keyword.',
      applies: stateless,
      ridesOn: listeners,
      observes: acknowledgesWhatWasAsked,
      remedy: 'Acknowledge those of the kinds that were asked for which you will send.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'acknowledges-more-than-was-asked-for',
          rewrites: rewriteEvents(/acknowledged/, (said) => ({
            ...said,
            params: { ...said.params, notifications: { toolsListChanged: true, promptsListChanged: true } },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/sends-only-what-was-subscribed-to',
      title: 'A subscription hears of what it asked for and of nothing else',
      clauses: ['mcp-2026-07-28/subscriptions/only-requested-types'],
      applies: stateless,
      ridesOn: listeners,
      observes: sendsWhatWasAsked,
      remedy: 'Keep the filter of each subscription, and send nothing else on it.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
      mutants: [
        {
          name: 'tells-subscriptions-of-everything',
          rewrites: addToStream(/acknowledged/, ({ params }) => ({
            method: 'notifications/prompts/list_changed',
            params: { _meta: params._meta },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/names-the-subscription-in-every-notification',
      title: 'Every notification on a subscription carries its id',
      clauses: ['mcp-2026-07-28/base/subscription-id-in-notifications', 'mcp-2026-07-28/subscriptions/id-on-all'],
      applies: stateless,
      ridesOn: listeners,
      observes: namesTheSubscription,
      remedy: 'Put io.modelcontextprotocol/subscriptionId, the id of the request, into the _meta of each notification.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-escapes'],
      mutants: [
        {
          name: 'says-something-of-no-subscription',
          rewrites: addToStream(/acknowledged/, () => ({ method: changed, params: {} })),
        },
      ],
    }),
  ].map(check),
];
