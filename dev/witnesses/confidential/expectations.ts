import { opaqueExpectations } from '../opaque/expectations.ts';
import { deviates, doesNotApply, type Expectation, meets } from '../witness.ts';

/** What is otherwise than at `opaque`, whose authorization server this is in two roles. */
const otherwise: Expectation[] = [
  meets(
    'discovery/says-how-long-its-metadata-hold',
    'rfc9728/cache-headers',
    'the role of the resource serves its metadata with Cache-Control, as that of both does not',
  ),
  meets(
    'registration/*',
    'rfc7591/dcr-post-json',
    'registration is open to clients that take a secret; `none` alone is refused with invalid_client_metadata',
  ),
  doesNotApply(
    'registration/gives-public-clients-no-secret',
    'rfc7591/dcr-no-secret-public',
    'no client is registered without a secret: a server may refuse what it does not offer (RFC 7591 §2)',
  ),
  meets('pkce/*', 'oauth21/pkce-supported', 'S256 only'),
  deviates(
    'pkce/requires-a-challenge-of-clients-with-secrets',
    'oauth21/pkce-required-confidential',
    'a client with a secret, which no OpenID nonce protects, gets its code without a challenge',
  ),
  deviates(
    'pkce/requires-a-challenge',
    'oauth21/pkce-no-challenge-no-token',
    '“Confidential clients may still omit PKCE”, says the documentation. OAuth 2.1 §7.5.1 allows that for OpenID nonces ' +
      'alone, and MCP has clients use it always',
  ),
  deviates(
    'pkce/an-old-client-sends-no-challenge',
    'oauth21/pkce-no-challenge-no-token',
    'the same as pkce/requires-a-challenge, as a journey',
  ),
  doesNotApply(
    'invalid-grant/reuse-of-a-refresh-token-ends-the-grant',
    'oauth21/refresh-rotation-public',
    'the clauses on rotation and reuse are about public clients, and there are none',
  ),
  doesNotApply(
    'invalid-grant/somebody-copied-my-refresh-token',
    'oauth21/refresh-rotation-public',
    'the clauses on rotation and reuse are about public clients, and there are none',
  ),
  doesNotApply(
    'invalid-grant/forgives-a-lost-answer-for-a-short-time-only',
    'oauth21/refresh-rotation-public',
    'the clauses on rotation and reuse are about public clients, and there are none',
  ),
  doesNotApply(
    'invalid-grant/gives-public-clients-no-token-of-their-own',
    'oauth21/client-credentials-confidential-only',
    'there are no public clients',
  ),
  doesNotApply(
    'invalid-grant/asks-for-the-client-id',
    'oauth21/public-client-needs-client-id',
    'there are no public clients; one that does not authenticate is refused all the same',
  ),
  meets(
    'invalid-grant/challenges-failed-basic-authentication',
    'oauth21/token-invalid-client-401',
    'invalid_client is 401 with a challenge',
  ),
  doesNotApply(
    'first-time-consent/asks-self-registered-clients-each-time',
    'oauth21/no-silent-reapproval-public',
    'the clause is about clients whose identity nothing assures; these have a secret',
  ),
  deviates(
    'revocation/revocation-closes-open-streams',
    'mcp-2026-07-28/subscriptions/authorization-respected',
    'the SDK keeps a stream of subscriptions/listen open until somebody closes it',
  ),
  deviates('rate-limits/limits-calls', 'mcp/tools/server-rate-limits', 'tool calls are not limited'),
  meets('wire/*', 'mcp/base/jsonrpc', 'the official SDK’s handler, 2026-07-28 only'),
  meets('wire/answers-discover', 'mcp-2026-07-28/discover/implemented', 'server/discover is the SDK’s'),
  meets('wire/refuses-a-batch-of-requests', 'mcp-2026-07-28/transport/server-rejects-batch', 'one message a request'),
  meets('wire/tells-what-is-no-request', 'mcp/base/jsonrpc', 'the second line classifies a body before it is read'),
  meets('wire/refuses-an-unknown-tool', 'mcp/tools/unknown-tool-protocol-error', 'a protocol error in the second line'),
  meets(
    'wire/minds-what-the-client-accepts',
    'mcp/transport/response-content-type',
    'the answer is JSON or an event stream whatever was accepted, and RFC 9110 §12.5.1 lets a server disregard Accept',
  ),
  doesNotApply('wire/refuses-a-batch', 'mcp-2025-11-25/transport/server-rejects-batch', 'not that revision'),
  doesNotApply('wire/binds-a-session-to-its-user', 'mcp-2025-11-25/security/session-bound-to-user', 'no sessions'),
  deviates(
    'wire/says-no-code-from-before-the-rules',
    'mcp-2026-07-28/base/legacy-codes-avoided',
    'the SDK says -32000 of a body that is not called JSON',
  ),
  doesNotApply(
    'wire/begins-streams-with-an-id',
    'mcp-2025-11-25/transport/sse-priming-event',
    'it speaks 2026-07-28 alone, which has no such streams',
  ),
  doesNotApply(
    'wire/passes-over-tasks-that-it-does-not-declare',
    'mcp-2025-11-25/tasks/undeclared-ignored',
    'it speaks 2026-07-28 alone, which has no tasks',
  ),
];

const said = new Set(otherwise.map(({ of }) => of));
export const confidentialExpectations: Expectation[] = [
  ...opaqueExpectations.filter(({ of }) => !said.has(of)),
  ...otherwise,
];
