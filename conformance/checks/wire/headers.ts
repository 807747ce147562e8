import { since } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteError, rewriteJson } from '../../vocabulary/rewrites.ts';
import {
  type Alter,
  call,
  exchanges,
  headers,
  type Judge,
  meta,
  noHeader,
  refused,
  rpcError,
  status,
} from './requests.ts';

// What the headers of a request say, and that they are minded: one header, or what stands in `_meta` for it, is wrong.

/** A version of nobody, in both places where a request names one. */
const aVersionOfNobody: Alter = (draft, world) => {
  headers({ 'mcp-protocol-version': '2031-01-01' })(draft, world);
  meta('protocolVersion', '2031-01-01')(draft, world);
};
/** That header and body differ is what counts: whether there is such a tool is looked at later, if at all. */
const anotherTool = headers({ 'mcp-name': 'another-tool-than-was-called' });
const eraIsNamed: Judge = (answer, { world }) =>
  expect.includes(answer.rpc()?.error?.data?.supported, world.era, 'data.supported', answer);

export default exchanges([
  {
    id: 'wire/minds-what-the-client-accepts',
    title: 'A client that accepts neither JSON nor an event stream is told so instead of being sent one',
    clauses: ['rfc9110/406-or-disregard', 'mcp/transport/response-content-type'],
    alter: headers({ accept: 'text/html' }),
    answered: status(406, 400),
    remedy: 'Answer 406 where the Accept header covers neither application/json nor text/event-stream.',
    mutants: [{ name: 'sends-what-was-not-accepted', replaces: { answerIsAcceptable: () => true } }],
  },
  {
    id: 'wire/refuses-a-body-that-is-not-called-json',
    title: 'A body that is not called JSON is not read as JSON: a web form cannot speak MCP',
    clauses: ['rfc9110/415-wrong-type'],
    alter: headers({ 'content-type': 'text/plain' }),
    answered: status(415, 400),
    remedy:
      'Answer 415 unless the Content-Type is application/json: browsers send the other types across sites without asking.',
    mutants: [{ name: 'reads-any-content-type-as-json', replaces: { contentTypeIsJson: () => true } }],
  },
  {
    id: 'wire/refuses-a-foreign-origin',
    title: 'A request that a foreign web page caused is refused by its Origin',
    clauses: [
      'mcp/transport/origin-validated',
      'mcp/transport/origin-invalid-403',
      'mcp-2025-06-18/transport/origin-validated-no-status',
    ],
    needsNobody: true,
    alter: [headers({ origin: 'https://attacker.example' }), headers({ origin: 'null' })],
    answered: status(403),
    remedy:
      'Compare the Origin header, where there is one, with the origins of your own pages, and answer 403 for any other.',
    mutants: [{ name: 'listens-to-any-web-page', replaces: { originIsAllowed: () => true } }],
  },
  {
    id: 'wire/refuses-a-foreign-host',
    title: 'A request under a foreign host name is not served, so that DNS rebinding leads nowhere',
    clauses: ['mcp/security/local-server-restrict'],
    needsNobody: true,
    alter: headers({ host: 'rebound.attacker.example' }),
    answered: refused,
    remedy: 'Serve the host names that you are known by, and refuse every other Host header.',
    mutants: [{ name: 'answers-to-any-host-name', replaces: { hostIsAllowed: () => true } }],
  },
  {
    id: 'wire/refuses-a-version-header-it-does-not-know',
    title: 'A protocol version header that names no version of the server is refused with 400',
    clauses: ['mcp-2025-11-25/transport/server-bad-version-400', 'mcp-2025-11-25/lifecycle/respect-version'],
    applies: { eras: ['2025-06-18', '2025-11-25'] },
    alter: [headers({ 'mcp-protocol-version': '1900-01-01' }), headers({ 'mcp-protocol-version': 'abc' })],
    answered: status(400),
    remedy: 'Answer 400 where MCP-Protocol-Version names a version that you do not speak.',
    mutants: [{ name: 'ignores-the-version-header', replaces: { protocolVersionIsSupported: () => true } }],
  },
  {
    id: 'wire/names-its-versions-when-it-refuses-one',
    title: 'A version that the server does not have is refused with -32022 and the list of those that it has',
    clauses: [
      'mcp-2026-07-28/transport/server-unsupported-version',
      'mcp-2026-07-28/versioning/unsupported-version-error',
    ],
    applies: { eras: since('2026-07-28') },
    dependsOn: ['wire/answers-discover'],
    alter: aVersionOfNobody,
    answered: [status(400), rpcError(-32022), eraIsNamed],
    remedy: 'Answer 400 with error -32022 and data.supported, so that the client can try again with one of these.',
    variations: ['errors-in-other-words', 'a-cookie-of-the-load-balancer'],
    mutants: [
      {
        name: 'keeps-its-versions-to-itself',
        rewrites: rewriteError(-32022, ({ error, ...rest }) => ({
          body: { ...rest, error: { code: -32022, message: error.message } },
        })),
      },
    ],
  },
  {
    id: 'wire/requires-the-standard-headers',
    title: 'A request without Mcp-Method, or without Mcp-Name where there is a name, is refused with -32020',
    clauses: [
      'mcp-2026-07-28/transport/server-mismatch-status-and-code',
      'mcp-2026-07-28/transport/server-missing-header-rejected',
    ],
    applies: { eras: since('2026-07-28') },
    send: call('accounts'),
    alter: [headers({ 'mcp-method': undefined }), headers({ 'mcp-name': undefined })],
    answered: [status(400), rpcError(-32020)],
    remedy: 'Answer 400 with error -32020 where a standard header is missing: gateways in front of you route by them.',
    variations: ['errors-in-other-words', 'json-with-escapes'],
    mutants: [{ name: 'does-without-the-standard-headers', replaces: { requiredHeadersAreSent: () => true } }],
  },
  {
    id: 'wire/refuses-headers-that-contradict-the-body',
    title: 'A header that says another tool or method than the body is refused with -32020, and nothing is carried out',
    clauses: [
      'mcp-2026-07-28/transport/server-header-body-mismatch',
      'mcp-2026-07-28/transport/server-mismatch-status-and-code',
      'mcp-2026-07-28/transport/intermediary-http-error',
    ],
    applies: { eras: since('2026-07-28') },
    dependsOn: ['wire/answers-as-json-or-an-event-stream'],
    send: call('accounts'),
    alter: [anotherTool, headers({ 'mcp-method': 'tools/list' })],
    answered: [status(400), rpcError(-32020)],
    remedy:
      'Compare Mcp-Method and Mcp-Name with the body before you act: a filter in front may have let the header through.',
    variations: ['errors-in-other-words', 'json-with-spaces-and-in-another-order'],
    mutants: [{ name: 'believes-the-body-alone', replaces: { nameHeaderMatchesBody: () => true } }],
  },
  {
    id: 'wire/requires-meta-in-each-request',
    title: 'A request whose _meta lacks the client’s capabilities is refused with 400 and -32602',
    clauses: ['mcp-2026-07-28/base/server-rejects-missing-meta', 'mcp-2026-07-28/base/server-missing-meta-400'],
    applies: { eras: since('2026-07-28') },
    alter: meta('clientCapabilities'),
    answered: [status(400), rpcError(-32602)],
    remedy: 'Check for protocolVersion, clientInfo and clientCapabilities in _meta of every request.',
    variations: ['errors-in-other-words', 'a-cookie-of-the-load-balancer'],
    mutants: [
      {
        name: 'guesses-what-meta-leaves-out',
        rewrites: rewriteError(-32602, ({ id }) => ({
          status: 200,
          body: { jsonrpc: '2.0', id, result: { resultType: 'complete', tools: [] } },
        })),
      },
    ],
  },
  {
    id: 'wire/mints-no-session-without-sessions',
    title: 'In the stateless era a session header is ignored and none is given',
    clauses: [
      'mcp-2026-07-28/transport/server-ignores-session-id',
      'mcp-2026-07-28/transport/server-ignores-last-event-id',
    ],
    applies: { eras: since('2026-07-28') },
    alter: headers({ 'mcp-session-id': 'left-over-from-another-era', 'last-event-id': '7' }),
    answered: [status(200), noHeader('mcp-session-id')],
    remedy: 'Ignore Mcp-Session-Id and Last-Event-ID in requests of 2026-07-28 and later, and send none.',
    mutants: [
      {
        name: 'goes-by-last-event-id',
        rewrites: rewriteJson('/mcp', ({ id }, { sent }) =>
          sent?.['last-event-id']
            ? { status: 404, body: { jsonrpc: '2.0', id, error: { code: -32600, message: 'No such event.' } } }
            : undefined,
        ),
      },
      {
        name: 'gives-sessions-to-the-stateless',
        rewrites: rewriteJson('/mcp', ({ result }, answer) =>
          result
            ? { headers: { ...answer.headers, 'mcp-session-id': 'b5f0c1de-3a52-4f0e-9d27-6a1c0e9b7f10' } }
            : undefined,
        ),
      },
    ],
  },
]);
