import { hash } from 'node:crypto';

/** What the gateway decides at the token and revocation endpoints. Times are milliseconds, lifetimes seconds. */
export const tokenRequestBehaviours = {
  /** OAuth 2.1 §3.2.1: a client identifies itself with an id that is known here. */
  tokenClientIsKnown: (known: boolean): boolean => known,

  /** OAuth 2.1 §2.4: a public client has no secret, so one that is sent is wrong. */
  noCredentialsAreSent: (sent: readonly string[]): boolean => sent.length === 0,

  /** OAuth 2.1 §3.2.4: unknown grants, the password grant among them, are refused by name. */
  grantTypeIsOffered: (grantType: string, offered: readonly string[]): boolean => offered.includes(grantType),

  /** OAuth 2.1 §3.2.4: a client uses the grants that it registered for. */
  clientMayUseGrantType: (grantType: string, registered: readonly string[]): boolean => registered.includes(grantType),

  /** OAuth 2.1 §4.1.3: a code yields tokens once. */
  codeIsUnused: (used: boolean): boolean => !used,

  /** OAuth 2.1 §4.1.2: a code expires soon. */
  codeIsFresh: (expiresAt: number, now: number): boolean => now < expiresAt,

  /** OAuth 2.1 §4.1.3: a code works for the client that it was issued to. */
  codeIsThisClients: (codeClient: string, client: string): boolean => codeClient === client,

  /** RFC 6749 §4.1.3, OAuth 2.1 §10.2: a redirect URI that is sent is the one of the request; it may be left out. */
  codeIsForThisRedirectUri: (codeRedirectUri: string, given: string | undefined): boolean =>
    given === undefined || given === codeRedirectUri,

  /** RFC 8707 §2.2: a resource that is sent is the one that the code was issued for. */
  codeIsForThisResource: (codeResource: string, given: string): boolean =>
    given.replace(/^[^/]*\/\/[^/]*/, (origin) => origin.toLowerCase()) === codeResource,

  /** RFC 7636 §4.5: a code with a challenge is worth nothing without the verifier. */
  verifierIsGiven: (verifier: string | undefined): boolean => verifier !== undefined,

  /** RFC 7636 §4.1: 43 to 128 unreserved characters. */
  verifierIsWellFormed: (verifier: string): boolean => /^[A-Za-z0-9._~-]{43,128}$/.test(verifier),

  /** RFC 7636 §4.6: the verifier hashes to the challenge. */
  verifierMatchesChallenge: (verifier: string, challenge: string): boolean =>
    hash('sha256', verifier, 'base64url') === challenge,

  /** OAuth 2.1 §4.1.3: a replayed code that is right in everything else ends what the first use gave. */
  replayedCodeEndsTheGrant: (otherwiseRight: boolean): boolean => otherwiseRight,

  /** RFC 9068 §2.2: what an access token says. */
  claimsOfAToken: (claims: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ ...claims }),

  /** A client that connects again has one grant more; `false` would end the earlier ones of this user. */
  grantsStandSideBySide: (_ofTheSameClient: number): boolean => true,

  /** OAuth 2.1 §4.3: only a client that registered for refreshing gets a refresh token. */
  refreshTokenIsGiven: (grantTypes: readonly string[]): boolean => grantTypes.includes('refresh_token'),

  /** OAuth 2.1 §4.3.1: a refresh token works for the client that it was issued to. */
  refreshTokenIsThisClients: (tokenClient: string, client: string): boolean => tokenClient === client,

  /** OAuth 2.1 §4.3.1: a refresh token that is not used for long expires. */
  refreshTokenIsFresh: (expiresAt: number, now: number): boolean => now < expiresAt,

  /** OAuth 2.1 §4.3.1: using a public client's refresh token replaces it; `false` would keep the old one for ever. */
  refreshTokenIsRotated: (publicClient: boolean): boolean => publicClient,

  /** OAuth 2.1 §4.3.1: a rotated token that comes back is a theft, and ends the grant with all its tokens… */
  reusedRefreshTokenEndsTheGrant: (lostAnswer: boolean): boolean => !lostAnswer,

  /** …unless the first answer was lost: it comes soon, and nobody has used what the answer held. */
  reuseLooksLikeALostAnswer: (rotatedAt: number, now: number, graceSeconds: number, successorUsed: boolean): boolean =>
    now < rotatedAt + graceSeconds * 1000 && !successorUsed,

  /** RFC 9700 §4.14.2: an answer that was lost is given again with the same refresh token, so that there is never a second line of them. */
  lostAnswerIsGivenAgain: (lost: boolean): boolean => lost,

  /** OAuth 2.1 §4.3.1: a refresh asks for no scope that the refresh token lacks. */
  refreshScopeIsNoWider: (asked: readonly string[], original: readonly string[]): boolean =>
    asked.every((scope) => original.includes(scope)),

  /** OAuth 2.1 §4.3.1: asked for less, a refresh gives less; asked for nothing, it gives what there was. */
  refreshedScopes: (asked: readonly string[] | undefined, original: readonly string[]): readonly string[] =>
    asked ?? original,

  /** OAuth 2.1 §4.3.1: the new refresh token keeps the scope of the old one, also where the access token was narrowed. */
  rotatedTokenKeepsItsScope: (original: readonly string[], _narrowed: readonly string[]): readonly string[] => original,

  /** RFC 7009 §2.1: a client revokes its own tokens only. */
  revokedTokenIsThisClients: (tokenClient: string, client: string): boolean => tokenClient === client,

  /** RFC 7009 §2.1: the hint says where to look first, not where alone. */
  kindsToSearch: (_hint: string | undefined): readonly string[] => ['refresh_token', 'access_token'],

  /** RFC 7009 §2.2: a token that is unknown, expired or revoked already needs no error. */
  unknownTokenIsNoError: (_found: boolean): boolean => true,

  /** RFC 7009 §2.1: with a refresh token go the grant and its access tokens. */
  revokedRefreshTokenEndsTheGrant: (kind: string): boolean => kind === 'refresh_token',

  /** RFC 7009 §2: a revoked access token is dead from that moment on. */
  revokedAccessTokenIsRemembered: (kind: string): boolean => kind === 'access_token',
};
