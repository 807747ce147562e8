import { hash, timingSafeEqual } from 'node:crypto';

/** What a Client ID names: a key or partner that may be used, one that its owner stopped, or nothing at all. */
export type ClientState = 'active' | 'deactivated' | 'deleted' | 'unknown';

/** Who asks for what: the unit that a remembered permission is compared with. */
export interface Asked {
  userId: string;
  clientId: string;
  scopes: readonly string[];
}

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');
const sameSecret = (one: string, other: string): boolean => timingSafeEqual(sha256(one), sha256(other));
const within = (asked: readonly string[], allowed: readonly string[]): boolean =>
  asked.every((scope) => allowed.includes(scope));

/** Decisions of the brokerage's OAuth server, sign-in, permission page and Client Center. Instants are milliseconds. */
export const oauthBehaviours = {
  /** RFC 6749 §3.1.2.3, AR-E1: the redirect URI is one of those registered, character for character. */
  brokerRedirectUriIsRegistered: (given: string, registered: readonly string[]): boolean => registered.includes(given),
  /** RFC 6749 §4.1.2.1: with a bad client or redirect URI the browser is told on a page and sent nowhere. */
  brokerErrorStaysOnAPage: (error: string): boolean => error === 'redirect_uri_mismatch' || error === 'invalid_client',
  /** AR-E2: a Client ID that is unknown, deactivated or deleted is `invalid_client`. */
  brokerClientIsUsable: (state: ClientState): boolean => state === 'active',
  /** OAuth 2.1 §4.1.1: the only response type is `code`. */
  brokerResponseTypeIsCode: (responseType: string | undefined): boolean => responseType === 'code',
  /** OAuth 2.1 §4.1.1: PKCE is required; the challenge is the base64url of a SHA-256 hash. */
  brokerChallengeIsPresent: (challenge: string | undefined): boolean => /^[A-Za-z0-9_-]{43}$/.test(challenge ?? ''),
  /** RFC 9700 §2.1.1: S256 only; a method left out means `plain` (RFC 7636 §4.3) and is refused too. */
  brokerChallengeMethodIsS256: (method: string | undefined): boolean => method === 'S256',
  /** RFC 6749 §3.3, AR-1: no scope is asked for beyond those of the key. */
  brokerScopeIsWithinTheKey: (asked: readonly string[], ofKey: readonly string[]): boolean => within(asked, ofKey),
  /** RFC 8707 §2: tokens are issued for resources of this brokerage's contracts only. */
  brokerResourceIsKnown: (resource: string, known: readonly string[]): boolean => known.includes(resource),
  /** RFC 6749 §4.1.2: the state that was sent comes back. */
  brokerStateIsReturned: (state: string | undefined): boolean => state !== undefined,
  /** RFC 9207 §2: codes and errors both say who issued them. */
  brokerIssuerIsNamed: (response: 'code' | 'error'): boolean => response === 'code' || response === 'error',

  /** AR-6, AR-8: a remembered permission is one user's, for one client, and covers every scope asked for. */
  brokerPermissionCovers: (given: Asked, asked: Asked): boolean =>
    given.userId === asked.userId && given.clientId === asked.clientId && within(asked.scopes, given.scopes),
  /** AR-6, AR-8: the user is asked unless they have answered before, or the client is the brokerage's own gateway. */
  brokerPermissionIsNeeded: (remembered: boolean, firstParty: boolean): boolean => !remembered && !firstParty,
  /** AR-7: a permission page that was left or denied comes up again, for the same Client ID too. */
  brokerPermissionMayBeAskedAgain: (earlier: 'never' | 'unanswered' | 'denied'): boolean =>
    earlier === 'never' || earlier === 'unanswered' || earlier === 'denied',
  /** AR-5: only Allow lets the client in. */
  brokerPermissionIsGiven: (decision: string): boolean => decision === 'allow',

  /** RFC 6749 §4.1.2, AR-E3: a code is redeemed once. */
  brokerCodeIsUnused: (timesRedeemed: number): boolean => timesRedeemed === 0,
  /** AR-E3: a code lives for 60 seconds. */
  brokerCodeIsFresh: (issuedAt: number, now: number): boolean => now - issuedAt < 60_000,
  /** RFC 6749 §4.1.3: the code was issued to the client that redeems it. */
  brokerCodeBelongsToClient: (ofCode: string, clientId: string): boolean => ofCode === clientId,
  /** RFC 6749 §4.1.3: the code is redeemed with the redirect URI that it was sent to. */
  brokerCodeIsForRedirectUri: (given: string | undefined, ofCode: string): boolean => given === ofCode,
  /** RFC 6749 §4.1.2: what a code gave is taken back when it is used again. */
  brokerCodeReplayEndsTheGrant: (timesRedeemed: number): boolean => timesRedeemed > 0,
  /** RFC 7636 §4.5: the verifier is sent whenever there was a challenge. */
  brokerVerifierIsPresent: (verifier: string | undefined): boolean => verifier !== undefined,
  /** RFC 7636 §4.6: the hash of the verifier is the challenge. */
  brokerVerifierMatchesChallenge: (verifier: string, challenge: string): boolean =>
    sameSecret(sha256(verifier).toString('base64url'), challenge),

  /** RFC 9700 §4.14.2: a refresh token works once; the answer carries the next. */
  brokerRefreshTokenIsUnused: (timesUsed: number): boolean => timesUsed === 0,
  /** The product's own figure: a refresh token lives for 30 days. */
  brokerRefreshTokenIsFresh: (issuedAt: number, now: number): boolean => now - issuedAt < 30 * 86_400_000,
  /** RFC 6749 §6: a refresh token is bound to the client that it was issued to. */
  brokerRefreshTokenBelongsToClient: (ofToken: string, clientId: string): boolean => ofToken === clientId,
  /** RFC 9700 §4.14.2: a used refresh token that comes back ends the grant, for one of its two holders is a thief. */
  brokerRefreshReuseEndsTheGrant: (timesUsed: number): boolean => timesUsed > 0,
  /** RFC 9700 §4.14.2: refreshing a public client replaces its refresh token. */
  brokerRefreshTokenIsReplaced: (tokenGiven: string): boolean => tokenGiven !== '',
  /** RFC 6749 §6: refreshing never widens the scope. */
  brokerRefreshScopeIsWithinTheGrant: (asked: readonly string[], granted: readonly string[]): boolean =>
    within(asked, granted),

  /** RFC 6749 §3.2.1: a partner proves itself with its secret. */
  brokerClientSecretMatches: (given: string, secret: string): boolean => sameSecret(given, secret),
  /** RFC 8693 §2.1: only a partner that proved itself exchanges tokens. */
  brokerExchangeIsByAPartner: (kind: 'key' | 'partner'): boolean => kind === 'partner',
  /** RFC 8693 §2.1: the token to exchange was issued for the MCP URL of the partner that presents it. */
  brokerSubjectTokenIsForThePartner: (audience: string, mcpUrl: string): boolean => audience === mcpUrl,
  /** AR-14: a token whose key or grant has ended is not exchanged. */
  brokerSubjectTokenIsLive: (grantEnded: boolean, tokenRevoked: boolean): boolean => !grantEnded && !tokenRevoked,
  /** RFC 8693 §2.1: an expired token is not exchanged. */
  brokerSubjectTokenHasNotExpired: (expiresAt: number, now: number): boolean => now < expiresAt,
  /** RFC 8693 §2.1: the token that comes back can do no more than the one that was given. */
  brokerExchangedScopeIsWithinTheSubject: (asked: readonly string[], ofSubject: readonly string[]): boolean =>
    within(asked, ofSubject),

  /** RFC 9068 §4, CT-10: the trading API takes tokens issued for itself, not those for a gateway. */
  brokerTokenIsForTheApi: (audience: string, origin: string): boolean => audience === origin,
  /** RFC 9068 §4: an access token is refused from its expiry on. */
  brokerTokenHasNotExpired: (expiresAt: number, now: number): boolean => now < expiresAt,
  /** RFC 7009 §2, AR-14: what was revoked, or came from a key that has been closed, is refused at once. */
  brokerTokenIsLive: (grantEnded: boolean, tokenRevoked: boolean): boolean => !grantEnded && !tokenRevoked,
  /** RFC 7009 §2.1: a client revokes its own tokens only. */
  brokerRevocationIsByTheTokensClient: (ofToken: string, clientId: string): boolean => ofToken === clientId,
  /** RFC 7009 §2.1: revoking a refresh token ends the access tokens of its grant; an access token goes alone. */
  brokerRevocationEndsTheGrant: (kind: 'refresh_token' | 'access_token'): boolean => kind === 'refresh_token',
  /** AR-14: deactivating or deleting a key ends the connections made with it, for good. */
  brokerClosedKeyEndsItsGrants: (state: ClientState): boolean => state !== 'active',

  /** Sign-in takes the user's own password only. */
  brokerPasswordMatches: (given: string, hash: Uint8Array): boolean => timingSafeEqual(sha256(given), hash),
  /** Five wrong passwords for one address from one place, then a pause. */
  brokerSignInMayBeTried: (recentFailures: number): boolean => recentFailures < 5,
  /** Forms are accepted only from pages of this session (CSRF). */
  brokerCsrfTokenMatches: (given: string, expected: string): boolean => sameSecret(given, expected),
  /** RFC 9700 §4.16: no page can be put into a frame and clicked through. */
  brokerPageForbidsFraming: (path: string): boolean => path !== '',
  /** RFC 6749 §5.1: pages and token answers are not to be stored. */
  brokerAnswerForbidsStoring: (path: string): boolean => path !== '',
  /** RFC 9700 §4.11: after sign-in or sign-out the browser goes to the brokerage or to a partner, nowhere else. */
  brokerReturnTargetIsKnown: (origin: string, known: readonly string[]): boolean => known.includes(origin),
  /** A user sees and changes their own keys only. */
  brokerKeyBelongsToUser: (owner: string, userId: string): boolean => owner === userId,
};
