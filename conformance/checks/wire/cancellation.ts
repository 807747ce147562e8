import { cancelsItsOwnSubscription, cancelsSubscriptionsOnly } from '../../observers/streams.ts';
import { observer } from '../../vocabulary/check.ts';
import { addToStream, saidBefore } from '../../vocabulary/rewrite-events.ts';
import { check } from './area.ts';
import { callers, listeners, stateless } from './who-listens.ts';

// What a server gives up, and what its client does.

export default [
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
].map(check);
