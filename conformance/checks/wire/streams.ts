import { endsWithTheAnswer, notificationsHaveNoId, onlyWhatIsRelated, unbuffered } from '../../observers/streams.ts';
import { observer } from '../../vocabulary/check.ts';
import { addToStream, rewriteEvents, saidBefore } from '../../vocabulary/rewrite-events.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';
import { callers, changed, listeners, log, stateless } from './who-listens.ts';

// What a server says on the stream that answers a request, or that is open for what it says unasked.

export default [
  observer({
    id: 'wire/gives-notifications-no-id',
    title: 'Notifications have no id',
    clauses: ['mcp/base/notification-no-id'],
    ridesOn: [...listeners],
    observes: notificationsHaveNoId,
    remedy: 'Leave the id out of notifications: with one, clients take them for requests.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-spaces-and-in-another-order'],
    mutants: [
      {
        name: 'gives-notifications-an-id',
        rewrites: rewriteEvents(/notifications\//, (said) => ({ ...said, id: 7 })),
      },
    ],
  }),
  observer({
    id: 'wire/tells-proxies-not-to-hold-streams-back',
    title: 'A stream of events says X-Accel-Buffering: no',
    clauses: ['mcp-2026-07-28/transport/x-accel-buffering'],
    applies: stateless,
    ridesOn: [...listeners, ...callers],
    observes: unbuffered,
    remedy: 'Send X-Accel-Buffering: no with each stream of events.',
    variations: [
      'streams-with-windows-line-ends',
      'streams-with-comments',
      'answers-in-an-event-stream',
      'more-in-results',
      'connections-are-closed',
    ],
    mutants: [
      {
        name: 'lets-proxies-hold-streams-back',
        rewrites: saidBefore(/"structuredContent"/, () => log('one moment')),
      },
    ],
  }),
  observer({
    id: 'wire/says-only-what-belongs-to-the-request',
    title: 'What is said on the stream of an answer has to do with its request',
    clauses: ['mcp-2026-07-28/transport/sse-notifications-related'],
    applies: stateless,
    ridesOn: callers,
    observes: onlyWhatIsRelated,
    remedy: 'Tell changes of lists on subscriptions, to those who asked for them.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-spaces-and-in-another-order'],
    mutants: [
      {
        name: 'tells-changes-in-the-middle-of-an-answer',
        elsewhere: true,
        rewrites: saidBefore(/"result"/, () => ({ method: changed, params: {} })),
      },
    ],
  }),
  observer({
    id: 'wire/ends-a-stream-with-the-answer',
    title: 'The stream of a request ends with its answer',
    clauses: [
      'mcp-2026-07-28/transport/response-ends-stream',
      'mcp-2025-11-25/transport/response-ends-stream',
      'mcp-2025-06-18/transport/stream-closed-after-response',
    ],
    ridesOn: callers,
    observes: endsWithTheAnswer,
    remedy: 'Close the stream of a request when its answer is sent.',
    variations: [
      'streams-with-comments',
      'a-message-over-several-lines',
      'answers-in-an-event-stream',
      'more-in-results',
    ],
    mutants: [
      {
        name: 'talks-on-after-the-answer',
        elsewhere: true,
        rewrites: addToStream(/"result"/, () => log('still here')),
      },
      {
        name: 'keeps-streams-open-after-the-answer',
        elsewhere: true,
        rewrites: rewriteAnswer({ path: '/mcp' }, ({ headers }) =>
          headers['content-type'] === 'text/event-stream' ? { ends: 'never' } : undefined,
        ),
      },
    ],
  }),
].map(check);
