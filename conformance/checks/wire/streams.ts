import {
  acknowledgesFirst,
  acknowledgesWhatWasAsked,
  answersInTheEnd,
  cancelsItsOwnSubscription,
  cancelsSubscriptionsOnly,
  endsWithTheAnswer,
  eventIds,
  logsHoldNoSecrets,
  logsWhenAsked,
  logsWithTheirAnswer,
  namesTheSubscription,
  noAnswersOnTheStream,
  noOlderTransport,
  nothingEarly,
  notificationsHaveNoId,
  onlyWhatIsRelated,
  primes,
  progressGrows,
  progressIsReadable,
  progressOfKnownTokens,
  progressStops,
  saysWhenToComeBack,
  sendsWhatWasAsked,
  unbuffered,
} from '../../observers/streams.ts';
import { observer } from '../../vocabulary/check.ts';
import { since, until } from '../../vocabulary/era.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { addToStream, rewriteEvents, saidBefore } from '../../vocabulary/rewrite-events.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { check } from './area.ts';

// What a server says on streams: of a session, of a subscription, and of one answer.

const stateless = { eras: since('2026-07-28') };
const stateful = { eras: until('2025-11-25') };
/** Whoever opens a stream on which the server may say something unasked. */
const listeners = ['wire/acknowledges-a-subscription-first', 'wire/announces-that-its-tools-changed'] as const;
const callers = ['wire/reports-growing-progress', 'wire/says-what-its-schemas-say'] as const;
const changed = 'notifications/tools/list_changed';
const log = (data: unknown) => ({ method: 'notifications/message', params: { level: 'info', data } });

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

/** Calls a tool as a client that wants to hear of its progress, and of all that is logged. */
async function callAndListen(world: World): Promise<void> {
  const tool = world.tool('accounts');
  const _meta = { progressToken: 'openbell-listens', 'io.modelcontextprotocol/logLevel': 'debug' };
  const params = { name: tool.name, arguments: tool.args('') };
  const mcp = world.mcp(await world.borrow());
  const answer = await mcp.request('tools/call', { ...params, _meta });
  // Whoever streams is heard once more without a wish for logs.
  if (answer.messages().length > 1)
    await mcp.request('tools/call', { ...params, _meta: { progressToken: 'openbell' } });
  if (!answer.messages().some(({ method }) => method === 'notifications/progress'))
    throw new NotOffered(`${tool.name} reports no progress`);
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
      id: 'wire/keeps-logs-out-of-subscriptions',
      title: 'Log messages go with the answer that they are about, and not to subscriptions',
      clauses: ['mcp-2026-07-28/logging/only-on-own-stream'],
      applies: stateless,
      ridesOn: listeners,
      observes: logsWithTheirAnswer,
      remedy: 'Send notifications/message on the stream of the request that asked for them.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'logs-to-subscriptions',
          rewrites: addToStream(/acknowledged/, ({ params }) => ({
            method: 'notifications/message',
            params: { level: 'info', data: 'open', _meta: params._meta },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/answers-nothing-on-the-stream-of-a-session',
      title: 'The stream of a session, opened by GET, carries no responses',
      clauses: ['mcp-2025-11-25/transport/get-stream-no-responses'],
      applies: stateful,
      ridesOn: ['wire/opens-a-stream-or-says-405', 'wire/announces-that-its-tools-changed'],
      observes: noAnswersOnTheStream,
      remedy: 'Answer each request in the answer to its POST.',
      variations: [
        'streams-with-windows-line-ends',
        'streams-with-comments',
        'answers-in-an-event-stream',
        'more-in-results',
        'bodies-in-gzip',
      ],
      mutants: [
        {
          name: 'answers-on-the-stream-of-a-session',
          needs: ['add-on'],
          rewrites: rewriteEvents(/list_changed/, () => ({ jsonrpc: '2.0', id: 1, result: {} })),
        },
      ],
    }),
    observer({
      id: 'wire/opens-no-stream-of-the-older-transport',
      title: 'What GET opens is no stream of the transport of 2024, which began with the address to post to',
      clauses: ['mcp-2026-07-28/transport/http-sse-not-adopted'],
      applies: stateful,
      ridesOn: ['wire/opens-a-stream-or-says-405', 'wire/announces-that-its-tools-changed'],
      observes: noOlderTransport,
      remedy: 'Serve the transport of 2024 at another address while you still have clients of it, and then no more.',
      variations: [
        'streams-with-windows-line-ends',
        'streams-with-comments',
        'answers-in-an-event-stream',
        'more-in-results',
        'a-cookie-of-the-load-balancer',
      ],
      mutants: [
        {
          name: 'opens-a-stream-of-the-older-transport',
          needs: ['add-on'],
          rewrites: {
            at: 'gateway',
            response: (answer) =>
              answer.method === 'GET' && typeof answer.body === 'string'
                ? { ...answer, body: answer.body.replace('event: message', 'event: endpoint') }
                : answer,
          },
        },
      ],
    }),
    observer({
      id: 'wire/asks-nothing-before-it-is-initialized',
      title: 'Before a session is open nothing but ping and log messages comes from the server',
      clauses: ['mcp-2025-11-25/lifecycle/server-no-early-requests'],
      applies: stateful,
      ridesOn: ['wire/negotiates-the-version-asked-for'],
      observes: nothingEarly,
      remedy: 'Wait for notifications/initialized before you ask the client for anything.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'asks-before-it-is-initialized',
          rewrites: saidBefore(/"protocolVersion"/, () => ({ id: 'early', method: 'roots/list' })),
        },
      ],
    }),
    observer({
      id: 'wire/begins-streams-with-an-id',
      title: 'A stream that answers a request begins with an event that has an id and no data',
      clauses: ['mcp-2025-11-25/transport/sse-priming-event'],
      applies: { eras: ['2025-11-25'] },
      ridesOn: callers,
      observes: primes,
      remedy:
        'Send an event with an id and empty data as soon as a stream is open, so that clients can come back to it.',
      variations: [
        'a-message-over-several-lines',
        'answers-in-an-event-stream',
        'more-in-results',
        'headers-of-a-proxy',
      ],
      mutants: [
        {
          name: 'begins-streams-with-data',
          elsewhere: true,
          rewrites: rewriteAnswer({ path: '/mcp' }, ({ body }) =>
            typeof body === 'string' ? { body: body.replace(/^id: [^\n]+\ndata: \n\n/, '') } : undefined,
          ),
        },
      ],
    }),
    observer({
      id: 'wire/gives-each-event-an-id-of-its-own',
      title: 'No two events of a session have one id, on whatever streams',
      clauses: ['mcp-2025-11-25/transport/event-id-unique'],
      applies: stateful,
      ridesOn: callers,
      observes: eventIds,
      remedy: 'Count events for a session, or put the stream into the id.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
      mutants: [
        {
          name: 'counts-events-for-each-stream',
          elsewhere: true,
          rewrites: rewriteAnswer({ path: '/mcp' }, ({ body }) =>
            typeof body === 'string' ? { body: body.replace(/^id: .+$/gm, 'id: 1') } : undefined,
          ),
        },
      ],
    }),
    observer({
      id: 'wire/answers-on-the-stream-of-the-request',
      title: 'A stream that was opened for a request carries its answer in the end',
      clauses: ['mcp-2025-11-25/transport/sse-eventually-response', 'mcp-2025-06-18/transport/no-early-sse-close'],
      applies: stateful,
      ridesOn: callers,
      observes: answersInTheEnd,
      remedy: 'Send the answer on the stream of its request before you close it.',
      variations: [
        'a-message-over-several-lines',
        'answers-in-an-event-stream',
        'more-in-results',
        'json-with-escapes',
      ],
      mutants: [
        {
          name: 'closes-streams-before-the-answer',
          elsewhere: true,
          rewrites: rewriteAnswer({ path: '/mcp' }, ({ body }) =>
            typeof body === 'string'
              ? { body: body.replace(/id: .+\nevent: message\ndata: .*"result".*\n\n$/, '') }
              : undefined,
          ),
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
      id: 'wire/says-only-what-belongs-to-the-request-in-sessions',
      title: 'What is said before the answer on the stream of a request has to do with it, in sessions too',
      clauses: ['mcp-2025-11-25/transport/sse-messages-related'],
      applies: stateful,
      ridesOn: callers,
      observes: onlyWhatIsRelated,
      remedy: 'Tell changes of lists on the stream of the session.',
      variations: ['the-session-on-every-answer', 'answers-in-an-event-stream', 'more-in-results', 'bodies-in-brotli'],
      mutants: ['tells-changes-in-the-middle-of-an-answer'],
    }),
    observer({
      id: 'wire/logs-only-when-asked',
      title: 'Log messages come where a request named a level, and nowhere else',
      clauses: ['mcp-2026-07-28/logging/only-when-requested'],
      applies: stateless,
      ridesOn: callers,
      observes: logsWhenAsked,
      remedy: 'Send notifications/message only where _meta has io.modelcontextprotocol/logLevel.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'media-types-in-another-case'],
      mutants: [
        {
          name: 'logs-to-whoever-calls',
          elsewhere: true,
          rewrites: saidBefore(/"result"/, () => log('served')),
        },
      ],
    }),
    observer({
      id: 'wire/keeps-credentials-out-of-logs',
      title: 'Log messages hold no credentials',
      clauses: ['mcp/logging/no-secrets'],
      ridesOn: callers,
      observes: logsHoldNoSecrets,
      remedy: 'Log who called and what for, and never what they showed.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-escapes'],
      mutants: [
        {
          name: 'logs-credentials',
          elsewhere: true,
          rewrites: saidBefore(/"result"/, () => log('Authorization: Bearer eyJhbGciOiJub25lIn0.e30.')),
        },
      ],
    }),
  ].map(check),
  check({
    id: 'wire/reports-growing-progress',
    title: 'Progress grows with each notification',
    clauses: ['mcp/progress/increases'],
    run: callAndListen,
    observes: progressGrows,
    remedy: 'Send notifications/progress only when progress has grown.',
    variations: ['streams-with-comments', 'streams-with-windows-line-ends'],
    mutants: [
      {
        name: 'reports-the-same-progress-again',
        elsewhere: true,
        rewrites: rewriteEvents(/notifications\/progress/, (said) => ({
          ...said,
          params: { ...said.params, progress: 1 },
        })),
      },
    ],
  }),
  ...[
    observer({
      id: 'wire/reports-progress-of-known-requests',
      title: 'Progress is reported to those who gave a token, and under that token',
      clauses: ['mcp/progress/known-tokens-only'],
      ridesOn: callers,
      observes: progressOfKnownTokens,
      remedy: 'Copy the progressToken of the request into its notifications, and send none where there is no token.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
      mutants: [
        {
          name: 'reports-progress-of-something-else',
          elsewhere: true,
          rewrites: rewriteEvents(/notifications\/progress/, (said) => ({
            ...said,
            params: { ...said.params, progressToken: 'another' },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/reports-no-progress-after-the-answer',
      title: 'No progress is reported of what was answered',
      clauses: ['mcp/progress/stops'],
      ridesOn: callers,
      observes: progressStops,
      remedy: 'Stop reporting before you answer.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'media-types-in-another-case'],
      mutants: [
        {
          name: 'reports-progress-after-the-answer',
          elsewhere: true,
          rewrites: addToStream(/"result"/, () => ({
            method: 'notifications/progress',
            params: { progressToken: 'openbell-listens', progress: 99 },
          })),
        },
      ],
    }),
    observer({
      id: 'wire/reports-progress-in-words-for-people',
      title: 'What is said beside progress can be read',
      clauses: ['mcp/progress/message-readable'],
      ridesOn: callers,
      observes: progressIsReadable,
      remedy: 'Say in message what is being done, in words for people, or leave it out.',
      variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'reports-progress-in-signs',
          elsewhere: true,
          rewrites: rewriteEvents(/notifications\/progress/, (said) => ({
            ...said,
            params: { ...said.params, message: '\u001b[2K\u0007' },
          })),
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
    observer({
      id: 'wire/says-when-to-come-back-for-the-answer',
      title: 'Who closes a stream before the answer says with retry when to come back for it',
      clauses: ['mcp-2025-11-25/transport/sse-retry-before-close'],
      applies: { eras: ['2025-11-25'] },
      ridesOn: callers,
      observes: saysWhenToComeBack,
      remedy: 'Send an event with retry before you close a stream whose answer is still to come.',
      variations: [
        'a-message-over-several-lines',
        'answers-in-an-event-stream',
        'more-in-results',
        'json-with-escapes',
      ],
      mutants: ['closes-streams-before-the-answer'],
    }),
  ].map(check),
];
