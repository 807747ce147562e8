import {
  answersInTheEnd,
  eventIds,
  noAnswersOnTheStream,
  noOlderTransport,
  nothingEarly,
  onlyWhatIsRelated,
  primes,
  saysWhenToComeBack,
} from '../../observers/streams.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteEvents, saidBefore } from '../../vocabulary/rewrite-events.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';
import { callers, stateful } from './who-listens.ts';

// What a server says on the streams of a session, and in which form.

export default [
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
    remedy: 'Send an event with an id and empty data as soon as a stream is open, so that clients can come back to it.',
    variations: ['a-message-over-several-lines', 'answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
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
    variations: ['a-message-over-several-lines', 'answers-in-an-event-stream', 'more-in-results', 'json-with-escapes'],
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
    id: 'wire/says-when-to-come-back-for-the-answer',
    title: 'Who closes a stream before the answer says with retry when to come back for it',
    clauses: ['mcp-2025-11-25/transport/sse-retry-before-close'],
    applies: { eras: ['2025-11-25'] },
    ridesOn: callers,
    observes: saysWhenToComeBack,
    remedy: 'Send an event with retry before you close a stream whose answer is still to come.',
    variations: ['a-message-over-several-lines', 'answers-in-an-event-stream', 'more-in-results', 'json-with-escapes'],
    mutants: ['closes-streams-before-the-answer'],
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
].map(check);
