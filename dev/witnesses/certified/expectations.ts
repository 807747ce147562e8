import { deviates, doesNotApply, type Expectation, meets } from '../witness.ts';

/** From the documentation and sources of oidc-provider 9.13, of the SDK's `requireBearerAuth` and of its stateless line. */
export const certifiedExpectations: Expectation[] = [
  meets('discovery/*', 'rfc8414/well-known-location', 'both well-known places of the issuer are served'),
  meets(
    'discovery/issuer-is-who-was-asked',
    'rfc8414/issuer-present',
    'one issuer, without a slash, at an origin of its own',
  ),
  meets('discovery/lists-its-scopes', 'rfc9728/scopes-supported', 'portfolio and orders; offline_access is not listed'),
  meets(
    'discovery/announces-only-what-works',
    'rfc8414/response-types-present',
    'the grant `implicit` in the list is that of OpenID Connect Core §3.2 for ID tokens: `token` is no response type, so no access token comes that way, which is what oauth21/implicit-removed says',
  ),
  meets('discovery/gives-codes-only', 'oauth21/response-type-unsupported', '`token` is unsupported_response_type'),
  meets(
    'discovery/names-itself-in-every-answer',
    'mcp-2026-07-28/authz/as-advertises-iss',
    'iss is announced and sent',
  ),
  doesNotApply(
    'discovery/root-metadata-agrees',
    'rfc9728/well-known-path',
    'the resource is not at the root; the SDK serves the metadata at the path of the resource alone',
  ),
  doesNotApply(
    'discovery/tells-the-right-url-to-who-adds-a-slash',
    'rfc9728/resource-present',
    'a rule of one product',
  ),
  meets('pkce/*', 'oauth21/pkce-supported', 'S256 only, required of public clients, syntax of both values is checked'),
  meets('pkce/requires-a-challenge', 'oauth21/pkce-no-challenge-no-token', '`pkceRequired` for public clients'),
  meets('registration/*', 'rfc7591/dcr-post-json', 'registration is open, and answers hold all that was registered'),
  deviates(
    'registration/refuses-a-scheme-without-a-dot',
    'oauth21/private-scheme-with-period',
    'a native client may register any scheme that is not forbidden, with or without a dot',
  ),
  meets(
    'registration/refuses-plain-http',
    'rfc7591/dcr-redirect-kinds',
    'a native client may use http on loopback only; one of type web may use it anywhere, which MCP clients are told not to be for such redirect URIs (mcp-2026-07-28/authz/client-dcr-application-type)',
  ),
  meets(
    'registration/takes-an-apps-own-scheme',
    'oauth21/private-scheme-with-period',
    'a native client may have one, and an MCP client with such a redirect URI is native (mcp-2026-07-28/authz/client-dcr-application-type)',
  ),
  meets(
    'registration/takes-a-mixed-list',
    'rfc7591/dcr-redirect-uris-supported',
    'a native client may list https, loopback and schemes of its own',
  ),
  meets('registration/takes-keys-in-one-way', 'rfc7591/dcr-jwks-exclusive', 'jwks and jwks_uri at once are refused'),
  meets('registration/gives-public-clients-no-secret', 'rfc7591/dcr-no-secret-public', '`needsSecret` decides'),
  meets('redirect-uri-mismatch/*', 'oauth21/redirect-uri-exact-match', 'compared as strings'),
  meets(
    'redirect-uri-mismatch/any-port-on-loopback',
    'oauth21/loopback-any-port-at-authorize',
    'for native clients, which is what the clause speaks of',
  ),
  deviates(
    'redirect-uri-mismatch/signs-in-before-any-redirect',
    'oauth21/authenticate-user-first',
    'an error of the request is redirected at once, whoever registered the client',
  ),
  meets('redirect-uri-mismatch/no-fragment', 'oauth21/redirect-uri-no-fragment', 'exact comparison'),
  meets('first-time-consent/*', 'mcp/authz/proxy-consent-per-client', 'a grant is of one client and one account'),
  deviates(
    'first-time-consent/pages-cannot-be-framed',
    'oauth21/clickjacking-all-pages',
    'the pages of the witness cannot be framed; the error page of the package has neither header',
  ),
  meets(
    'first-time-consent/deny-is-access-denied',
    'oauth21/state-echoed-on-error',
    'access_denied with state and iss',
  ),
  meets(
    'first-time-consent/asks-self-registered-clients-each-time',
    'oauth21/no-silent-reapproval-public',
    'native clients are asked each time; the grant is remembered for those of type web alone',
  ),
  deviates(
    'first-time-consent/does-not-let-passwords-be-guessed',
    'oauth21/authenticate-owner',
    'the sign-in page is the witness’s own and counts no attempts. The clause asks for authentication and names no limit',
  ),
  meets('first-time-consent/page-says-who-where-and-what', 'mcp/authz/as-shows-redirect-host', 'the page is ours'),
  meets('invalid-grant/*', 'oauth21/token-error-400-json', 'registered error codes in JSON'),
  meets('invalid-grant/refuses-a-used-code', 'oauth21/code-single-use', 'a consumed code ends its grant'),
  deviates(
    'invalid-grant/code-reuse-ends-what-the-first-use-gave',
    'oauth21/code-reuse-revokes',
    'the grant is ended, and the JWT that was given is good until it expires',
  ),
  meets(
    'invalid-grant/a-wrong-replay-ends-nothing',
    'oauth21/code-reuse-invalid-does-not-revoke',
    'the grant is ended before the verifier is looked at, yet access tokens are JWTs that live on, and there is no refresh token unless prompt=consent asked for one',
  ),
  meets('invalid-grant/checks-credentials-that-are-sent', 'oauth21/token-authenticate-if-included', 'refused'),
  doesNotApply(
    'invalid-grant/refreshes',
    'rfc9700/refresh-risk-assessed',
    'a refresh token needs offline_access, which needs prompt=consent (OpenID Connect Core §11); a client that asks ' +
      'in that way gets one, and only then do the rules of refreshing apply',
  ),
  meets('revocation/*', 'rfc7009/revoke-error-format', 'the endpoint is the package’s'),
  meets(
    'revocation/revokes-an-access-token',
    'rfc7009/revoke-access-supported',
    'access tokens are JWTs that the gateway verifies by itself; the package answers unsupported_token_type, which RFC 7009 §2.2.1 provides for',
  ),
  meets('scope-denial/*', 'oauth21/bearer-scope-enforced', 'orders are refused with 403 and a challenge'),
  meets(
    'scope-denial/refuses-a-scope-that-does-not-exist',
    'oauth21/state-echoed-on-error',
    'left out of what is granted',
  ),
  doesNotApply('scope-denial/hides-what-the-token-may-not-call', 'mcp/tools/server-access-control', 'listing is free'),
  meets('tokens/*', 'mcp/authz/server-validates-audience', 'signature, issuer, audience, type and expiry are verified'),
  deviates(
    'tokens/tolerates-an-upper-case-scheme-and-host',
    'mcp/authz/uppercase-host-accepted',
    'a resource is compared as a string',
  ),
  deviates(
    'tokens/names-no-error-without-a-token',
    'oauth21/no-error-without-token',
    '`requireBearerAuth` says invalid_token although there was none',
  ),
  deviates(
    'tokens/refuses-a-malformed-header',
    'oauth21/invalid-request-400',
    '`requireBearerAuth` reads the second word and ignores a third, and calls what it cannot read invalid_token',
  ),
  meets('tokens/ignores-a-token-in-the-query', 'oauth21/bearer-query-ignored', 'only the header is read'),
  meets('tokens/jwt-access-tokens-have-their-claims', 'rfc9068/jwt-claims-iss', 'at+jwt with the claims of RFC 9068'),
  meets('rate-limits/*', 'rfc6585/429-for-rate-limit', 'nothing is limited here, so nothing is limited wrongly'),
  deviates(
    'rate-limits/limits-calls',
    'mcp/tools/server-rate-limits',
    'tool calls are not limited. A handful of calls cannot show that',
  ),
  doesNotApply(
    'rate-limits/limits-registrations',
    'rfc7591/dcr-rate-limited',
    'registrations are not limited (MAY/SHOULD)',
  ),
  meets('wire/*', 'mcp/base/jsonrpc', 'the official SDK’s handler, in both eras'),
  meets(
    'wire/minds-what-the-client-accepts',
    'mcp/transport/response-content-type',
    'the answer is JSON or an event stream whatever was accepted, and RFC 9110 §12.5.1 lets a server disregard Accept',
  ),
  deviates(
    'wire/refuses-a-batch',
    'mcp-2025-11-25/transport/server-rejects-batch',
    'the legacy side still takes batches',
  ),
  meets('wire/refuses-a-foreign-origin', 'mcp/transport/origin-validated', '`localhostOriginValidation`, 403'),
  meets('wire/refuses-a-foreign-host', 'mcp/security/local-server-restrict', '`localhostHostValidation`, 403'),
  doesNotApply(
    'wire/answers-an-unknown-session-with-404',
    'mcp-2025-11-25/transport/terminated-session-404',
    'the legacy side is stateless: no session is ever given',
  ),
  doesNotApply('wire/ends-a-session-on-delete', 'mcp-2025-11-25/transport/terminated-session-404', 'no sessions'),
  doesNotApply('wire/binds-a-session-to-its-user', 'mcp-2025-11-25/security/session-bound-to-user', 'no sessions'),
  doesNotApply(
    'wire/refuses-a-request-before-initialize',
    'mcp-2025-11-25/transport/server-missing-session-400',
    'the rule is for servers that require a session id',
  ),
  meets('wire/opens-a-stream-or-says-405', 'mcp-2025-11-25/transport/get-stream-or-405', 'GET is 405'),
];
