import { deviates, doesNotApply, type Expectation, meets } from '../witness.ts';

/** From the sources of server-everything 2026.8 and of the SDK's first line. */
export const openExpectations: Expectation[] = [
  doesNotApply('discovery/*', 'mcp/authz/prm-discoverable', 'authorization is optional in MCP and not offered here'),
  doesNotApply('pkce/*', 'oauth21/pkce-supported', 'no authorization'),
  doesNotApply('registration/*', 'rfc7591/dcr-post-json', 'no authorization'),
  doesNotApply('redirect-uri-mismatch/*', 'oauth21/redirect-uri-exact-match', 'no authorization'),
  doesNotApply('first-time-consent/*', 'mcp/authz/proxy-consent-per-client', 'no authorization'),
  doesNotApply('invalid-grant/*', 'oauth21/token-error-400-json', 'no authorization'),
  doesNotApply('revocation/*', 'rfc7009/revoke-immediate', 'no authorization'),
  doesNotApply('scope-denial/*', 'oauth21/bearer-scope-enforced', 'no authorization'),
  doesNotApply('tokens/*', 'mcp/authz/server-validates-token', 'no authorization'),
  meets(
    'tokens/session-ids-are-unguessable',
    'mcp-2025-11-25/security/session-id-secure',
    'random UUIDs; a rule about sessions, which holds without authorization too',
  ),
  meets('rate-limits/*', 'rfc6585/429-for-rate-limit', 'nothing is limited here, so nothing is limited wrongly'),
  deviates('rate-limits/limits-calls', 'mcp/tools/server-rate-limits', 'tool calls are not limited'),
  doesNotApply('rate-limits/limits-registrations', 'rfc7591/dcr-rate-limited', 'no authorization'),
  meets('wire/*', 'mcp/base/jsonrpc', 'the official SDK’s transport, 2025-11-25 and earlier only'),
  deviates(
    'wire/refuses-an-unknown-tool',
    'mcp/tools/unknown-tool-protocol-error',
    'the SDK answers with a tool result that is an error',
  ),
  deviates(
    'wire/demands-a-task-where-it-said-so',
    'mcp-2025-11-25/tasks/required-tool-refuses-plain-call',
    'the SDK means to say -32601, and answers with a tool result that is an error',
  ),
  deviates('wire/refuses-a-foreign-origin', 'mcp/transport/origin-validated', 'Origin is not looked at, CORS is `*`'),
  deviates('wire/refuses-a-foreign-host', 'mcp/security/local-server-restrict', 'Host is not looked at'),
  deviates(
    'wire/answers-an-unknown-session-with-404',
    'mcp-2025-11-25/transport/terminated-session-404',
    'a session id that is not known is answered with 400',
  ),
  deviates(
    'wire/ends-a-session-on-delete',
    'mcp-2025-11-25/transport/terminated-session-404',
    'the session is taken from the map, and its next request is answered with 400 instead of 404',
  ),
  deviates(
    'wire/refuses-a-batch',
    'mcp-2025-11-25/transport/server-rejects-batch',
    'the transport still takes batches',
  ),
  deviates(
    'wire/tells-what-is-no-request',
    'mcp/base/jsonrpc',
    'the transport says -32700 of JSON that is no message, where JSON-RPC 2.0 §5.1 says -32600',
  ),
  doesNotApply(
    'wire/binds-a-session-to-its-user',
    'mcp-2025-11-25/security/session-bound-to-user',
    'there are no users to bind to',
  ),
  doesNotApply(
    'wire/answers-discover',
    'mcp-2026-07-28/versioning/dual-era-optional',
    'the server speaks 2025-11-25 only, and nothing obliges it to the later revision',
  ),
  deviates(
    'wire/refuses-an-unknown-log-level',
    'mcp/logging/invalid-level',
    'the SDK answers a level that does not fit its schema with another code',
  ),
  deviates(
    'wire/refuses-an-unknown-resource-in-sessions',
    'mcp-2025-11-25/resources/not-found-code',
    'the SDK says -32602 of a resource that there is not, in revisions that have -32002 for it',
  ),
];
