import { jsonOrStream, jsonRpc, sameId, typeOfResults } from '../../observers/messages.ts';
import { isStateless, since, until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer, rewriteError, rewriteJson, rewriteResult } from '../../vocabulary/rewrites.ts';
import {
  ask,
  call,
  exchanges,
  id,
  inTheStatelessEra,
  type Judge,
  list,
  rpcError,
  type Send,
  says,
  status,
  unknownMethod,
} from './requests.ts';

// What a message is, and how one is answered: JSON-RPC 2.0 over HTTP, in the words of “Base protocol” and “Transports”.

/** About a request that was never made: legal at any time. */
const notification: Send = (mcp, _world, change) =>
  mcp.notify('notifications/cancelled', { requestId: 'never-sent', reason: 'openbell' }, change);

const isAMessage = says('one JSON-RPC 2.0 message, with a result or an error', (answer) => {
  const said = answer.messages();
  const message = said.find((one) => 'result' in one || 'error' in one) ?? said.at(-1);
  return message?.jsonrpc === '2.0' && 'result' in message !== 'error' in message;
});
const errorHasCodeAndMessage = says('an error with an integer code and a message', (answer) => {
  const { error } = answer.rpc() ?? {};
  return !error || (Number.isInteger(error.code) && typeof error.message === 'string');
});
const idOfTheRequest: Judge = (answer, { sent }) =>
  expect.equal(answer.rpc()?.id, sent?.body.id, `the id of the answer to ${sent?.body.method}`, answer);
const asJsonOrAnEventStream: Judge = (answer) => {
  const seen = answer.headers['content-type'] ?? 'none';
  const known = /^(application\/json|text\/event-stream)\s*(;\s*charset="?utf-8"?\s*)?$/i.test(seen);
  expect.that(known, { expected: 'content type application/json or text/event-stream', seen, at: answer });
};
/** But for _meta, which every result may carry. */
const emptyResult = says('an empty result', (answer) => {
  const { _meta, ...result } = answer.rpc()?.result ?? { none: true };
  return Object.keys(result).length === 0;
});
const typeOfTheResult = says('resultType complete or input_required', (answer) =>
  ['complete', 'input_required'].includes(answer.rpc()?.result?.resultType),
);
/** The stateless era knows no notification from a client over HTTP, so that a refusal is right there too. */
const takenInSilence = says('202 and an empty body', (answer, { era }) => {
  const refused = isStateless(era) && answer.status >= 400 && answer.status < 500;
  return refused ? !('result' in (answer.rpc() ?? {})) : answer.status === 202 && answer.text === '';
});

export default exchanges([
  {
    id: 'wire/speaks-json-rpc',
    title: 'Every answer is a JSON-RPC 2.0 message with either a result or an error',
    clauses: ['mcp/base/jsonrpc', 'mcp/base/result-field', 'mcp/base/error-shape', 'mcp/base/error-code-integer'],
    dependsOn: [],
    send: [list, unknownMethod],
    answered: [isAMessage, errorHasCodeAndMessage],
    observes: jsonRpc,
    remedy:
      'Give every message "jsonrpc": "2.0", and every answer a result, or an error of an integer code and a message.',
    variations: ['slow-answers', 'answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
    mutants: [
      {
        name: 'says-error-codes-in-words',
        rewrites: rewriteJson('/mcp', ({ error, ...rest }) =>
          error?.message ? { body: { ...rest, error: { ...error, code: `E${error.code}` } } } : undefined,
        ),
      },
      {
        name: 'answers-with-neither-result-nor-error',
        rewrites: rewriteJson('/mcp', ({ result, ...rest }) => (result?.tools ? { body: rest } : undefined)),
      },
      {
        name: 'forgets-the-version-of-json-rpc',
        rewrites: rewriteJson('/mcp', ({ jsonrpc, ...rest }) =>
          jsonrpc && rest.result?.tools ? { body: rest } : undefined,
        ),
      },
    ],
  },
  {
    id: 'wire/answers-with-the-same-id',
    title: 'An answer carries the id of its request, number or string, in a result and in an error',
    clauses: ['mcp/base/result-same-id', 'mcp/base/error-same-id'],
    send: [list, unknownMethod],
    alter: [id('a-string'), id('7'), id(90071), id(0)],
    answered: idOfTheRequest,
    observes: sameId,
    remedy: 'Copy the id of the request into the answer as it is: 7 and "7" are different ids.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-spaces-and-in-another-order'],
    mutants: [
      {
        name: 'turns-ids-into-strings',
        rewrites: rewriteJson('/mcp', (said) =>
          'id' in said ? { body: { ...said, id: String(said.id) } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'wire/answers-as-json-or-an-event-stream',
    title: 'A request is answered as application/json or text/event-stream',
    clauses: ['mcp/transport/response-content-type', 'mcp/transport/utf8'],
    send: [list, call('accounts')],
    answered: asJsonOrAnEventStream,
    observes: jsonOrStream,
    remedy: 'Set the Content-Type of every answer to application/json or text/event-stream, in UTF-8.',
    variations: [
      'a-message-over-several-lines',
      'answers-in-an-event-stream',
      'more-in-results',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      {
        name: 'writes-in-another-charset',
        rewrites: rewriteJson('/mcp', ({ result }, { headers }) =>
          result ? { headers: { ...headers, 'content-type': 'application/json; charset=iso-8859-1' } } : undefined,
        ),
      },
      {
        name: 'calls-its-json-plain-text',
        rewrites: rewriteJson('/mcp', ({ result }, { headers }) =>
          result && !result.tools ? { headers: { ...headers, 'content-type': 'application/octet-stream' } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'wire/says-the-type-of-every-result',
    title: 'Every result says its type: complete, or input_required',
    clauses: ['mcp-2026-07-28/base/result-type-present', 'mcp-2026-07-28/base/result-type-known'],
    applies: { eras: since('2026-07-28') },
    send: [ask('server/discover'), list, call('accounts')],
    answered: typeOfTheResult,
    observes: typeOfResults,
    remedy: 'Put "resultType": "complete" into every result.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
    mutants: [
      {
        name: 'makes-up-a-type-of-results',
        rewrites: rewriteResult(
          ({ resultType, ...rest }) => resultType && rest.content && { ...rest, resultType: 'final' },
        ),
      },
      {
        name: 'leaves-the-type-of-results-open',
        rewrites: rewriteResult(({ resultType, ...rest }) => resultType && rest.content && rest),
      },
    ],
  },
  {
    id: 'wire/answers-ping',
    title: 'Ping is answered with an empty result',
    clauses: ['mcp-2025-11-25/ping/answered'],
    applies: { eras: until('2025-11-25') },
    send: ask('ping'),
    answered: [status(200), emptyResult],
    remedy: 'Answer ping at once with {}.',
    mutants: [
      {
        name: 'talks-back-to-ping',
        rewrites: rewriteResult((result) => (Object.keys(result).length === 0 ? { pong: true } : undefined)),
      },
    ],
  },
  {
    id: 'wire/takes-a-notification-without-answering-it',
    title: 'A notification is taken with 202 and an empty body',
    clauses: [
      'mcp/transport/notification-202',
      'mcp/base/no-response-to-notification',
      'mcp/transport/notification-rejected-status',
      'mcp/cancellation/invalid-ignored',
    ],
    send: notification,
    answered: takenInSilence,
    remedy: 'Answer an accepted notification with 202 and nothing in the body.',
    mutants: [
      {
        name: 'refuses-notifications-with-200',
        rewrites: rewriteAnswer({ path: '/mcp', status: 202 }, ({ headers }) => ({
          status: 200,
          headers: { ...headers, 'content-type': 'application/json' },
          body: { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'not taken' } },
        })),
      },
      {
        name: 'answers-notifications',
        rewrites: {
          at: 'gateway',
          response: ({ headers, ...answer }) =>
            answer.status === 202 && answer.path.startsWith('/mcp')
              ? {
                  ...answer,
                  status: 200,
                  headers: { ...headers, 'content-type': 'application/json' },
                  body: { jsonrpc: '2.0', id: null, result: {} },
                }
              : { ...answer, headers },
        },
      },
    ],
  },
  {
    id: 'wire/tells-an-unknown-method',
    title: 'A method that does not exist gets -32601, and 404 in the stateless era',
    clauses: ['mcp/base/jsonrpc', 'mcp-2026-07-28/transport/server-unknown-method-404'],
    send: unknownMethod,
    answered: [rpcError(-32601), inTheStatelessEra(status(404))],
    remedy: 'Answer a method that you do not have with JSON-RPC error -32601; from 2026-07-28 on with HTTP status 404.',
    mutants: [
      {
        name: 'calls-an-unknown-method-an-internal-error',
        rewrites: rewriteError(-32601, (said) => ({ body: { ...said, error: { ...said.error, code: -32603 } } })),
      },
    ],
  },
]);
