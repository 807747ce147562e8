import { rewriteError } from '../../vocabulary/rewrites.ts';
import { body, exchanges, refusedOrError, rpcError, says, twoInOneBody } from './requests.ts';

// A body that is not one message of JSON-RPC: what it is instead is told, and nothing is carried out.

const noResult = says('no result', ({ text }) => !text.includes('"result"'));

export default exchanges([
  {
    id: 'wire/tells-malformed-json',
    title: 'A body that is not JSON gets a JSON-RPC parse error, not a page',
    clauses: ['mcp/base/jsonrpc', 'mcp/transport/response-content-type'],
    alter: [body('{"jsonrpc":"2.0","id":1,'), body('tools/list')],
    answered: rpcError(-32700),
    remedy: 'Catch what the JSON parser throws and answer with JSON-RPC error -32700, 400 best.',
    mutants: [
      {
        name: 'answers-malformed-json-with-a-page',
        rewrites: rewriteError(-32700, (_said, { headers }) => ({
          headers: { ...headers, 'content-type': 'text/html' },
          body: '<pre>SyntaxError: Unexpected end of JSON input</pre>',
        })),
      },
    ],
  },
  {
    id: 'wire/tells-what-is-no-request',
    title: 'JSON that is no JSON-RPC message gets error -32600',
    clauses: ['mcp/base/jsonrpc'],
    alter: [body('"tools/list"'), body('{"id":1,"method":"tools/list"}'), body('{"jsonrpc":"2.0","id":1,"method":5}')],
    answered: rpcError(-32600),
    remedy:
      'Check that a body is one JSON-RPC 2.0 message before anything else looks at it, and answer -32600 otherwise, with status 400 best.',
    mutants: [
      {
        name: 'falls-over-what-is-no-request',
        rewrites: rewriteError(-32600, (said) => ({
          status: 500,
          body: { ...said, error: { code: -32603, message: 'Internal error' } },
        })),
      },
    ],
  },
  {
    id: 'wire/refuses-a-batch',
    title: 'Several messages in one body are refused and none of them is carried out',
    clauses: ['mcp-2025-11-25/transport/server-rejects-batch'],
    applies: { eras: ['2025-06-18', '2025-11-25'] },
    alter: twoInOneBody,
    answered: [refusedOrError, noResult],
    remedy: 'Answer 400 with JSON-RPC error -32600 when the body is an array: batches are gone since 2025-06-18.',
    mutants: [{ name: 'swallows-batches', replaces: { bodyIsOneMessage: () => true } }],
  },
  {
    id: 'wire/refuses-a-batch-of-requests',
    title: 'Several self-contained requests in one body are refused and none of them is carried out',
    clauses: ['mcp-2026-07-28/transport/server-rejects-batch'],
    applies: { eras: ['2026-07-28'] },
    alter: twoInOneBody,
    answered: [refusedOrError, noResult],
    remedy: 'Answer 400 with JSON-RPC error -32600 when the body is an array.',
    variations: ['errors-in-other-words', 'headers-of-a-proxy'],
    mutants: [
      {
        name: 'answers-a-batch-with-a-batch',
        rewrites: rewriteError(-32600, () => ({ status: 200, body: [{ jsonrpc: '2.0', id: 1001, result: {} }] })),
      },
    ],
  },
]);
