/** What makes an access token good, decided on every call. `now` is milliseconds, claims are seconds. */
export const accessTokenBehaviours = {
  /** RFC 8707 §2, MCP authorization: the token was issued for this gateway's MCP URL. */
  audienceIsOurs: (audience: string | readonly string[], mcpUrl: string): boolean => [audience].flat().includes(mcpUrl),

  /** RFC 9068 §4: `typ` says that it is an access token, so that an ID token cannot pass for one. */
  tokenTypeIsAccessToken: (typ: string | undefined): boolean =>
    ['at+jwt', 'application/at+jwt'].includes((typ ?? '').toLowerCase()),

  /**
   * RFC 9068 §4, RFC 8725 §3.1: made with a key of the issuer, by an algorithm that its keys are for; never `none`,
   * never a shared secret. `verified` is the outcome of the calculation.
   */
  signatureIsValid: (verified: boolean, alg: string | undefined, expected: readonly string[]): boolean =>
    verified && expected.includes(alg ?? ''),

  /** RFC 9068 §4: the issuer is exactly the one whose keys verified the signature. */
  issuerIsExpected: (issuer: unknown, expected: string): boolean => issuer === expected,

  /** RFC 9068 §4: expired from the second that `exp` names; a token without `exp` is never good. */
  tokenIsUnexpired: (exp: unknown, now: number): boolean => typeof exp === 'number' && now < exp * 1000,

  /** RFC 7519 §4.1.5: not good before `nbf`, where there is one. */
  tokenIsInForce: (nbf: unknown, now: number): boolean =>
    nbf === undefined || (typeof nbf === 'number' && nbf * 1000 <= now),

  /** RFC 9068 §2.2: the claims without which nobody can say whose token it is. */
  requiredClaimsAreThere: (claims: Readonly<Record<string, unknown>>): boolean =>
    ['sub', 'client_id', 'jti'].every((name) => typeof claims[name] === 'string') && typeof claims.iat === 'number',

  /** RFC 7009 §2: a token revoked by itself stays revoked. */
  tokenIsNotRevoked: (revoked: boolean): boolean => !revoked,

  /** CT-8: the grant behind the token lives; revoking it counts from the next call on. */
  grantIsAlive: (alive: boolean): boolean => alive,

  /** The token names the user and the client of its grant. */
  tokenAgreesWithItsGrant: (
    token: { sub: unknown; client_id: unknown },
    grant: { userId: string; clientId: string },
  ): boolean => token.sub === grant.userId && token.client_id === grant.clientId,

  /** A token says no more than its grant. */
  tokenScopesAreTheGrants: (tokenScopes: readonly string[], grantScopes: readonly string[]): string[] =>
    tokenScopes.filter((scope) => grantScopes.includes(scope)),

  /** CT-5: `mcp:trade` is all of `mcp:read` and more; `contained` are the scopes that those held contain. */
  largerScopeIncludesTheSmaller: (scopes: readonly string[], contained: readonly string[]): string[] => [
    ...scopes,
    ...contained.filter((scope) => !scopes.includes(scope)),
  ],

  /** A token of the brokerage counts only where the product has direct mode. */
  brokerageTokenIsWelcome: (directMode: boolean): boolean => directMode,

  /** MCP authorization, "Token passthrough": a client's token is exchanged for the gateway's own, never passed on. */
  clientsTokenIsExchanged: (fromBrokerage: boolean): boolean => fromBrokerage,

  /** AR-14: a key that was deactivated or deleted, or a consent withdrawn at the brokerage, ends the connection. */
  brokerageErrorEndsTheGrant: (status: number, error: string | undefined): boolean =>
    status === 401 || error === 'invalid_client' || error === 'invalid_grant' || error === 'unauthorized_client',
};
