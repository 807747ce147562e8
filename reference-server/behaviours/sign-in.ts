import { hash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

interface Confirmation {
  userId: string;
  clientId: string;
  redirectTarget: string;
}

/** What the gateway decides between the user's browser, the brokerage and the consent. Times are milliseconds. */
export const signInBehaviours = {
  /** MCP security best practices, "Confused deputy": scripts cannot read the session cookie, other sites' forms do not send it. */
  cookieIsOutOfReach: (secure: boolean): string => `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,

  /** OAuth 2.1 §7.9: the state that comes back from the brokerage was made for this very browser. */
  stateIsOfThisBrowser: (stateSession: string, browserSession: string | undefined): boolean =>
    stateSession === browserSession,

  /** RFC 9700 §4.7.1: a state works once. */
  stateIsUnused: (used: boolean): boolean => !used,

  /** MCP security best practices, "Confused deputy": a state works for a short time. */
  stateIsFresh: (expiresAt: number, now: number): boolean => now < expiresAt,

  /** RFC 9207 §2.4: the response comes from the brokerage that was asked, by simple string comparison. */
  upstreamIssuerIsTheBrokerage: (iss: string | undefined, brokerOrigin: string): boolean => iss === brokerOrigin,

  /** AR-5: when the brokerage says no, the client is told so in the brokerage's own error code. */
  upstreamErrorIsHandedOn: (error: string): string => error,

  /** MCP authorization, "Confused deputy": a self-registered client is never approved without the user seeing it. */
  consentIsAskedEachTime: (_approvedBefore: boolean): boolean => true,

  /** AR-8: a confirmation of one user, Client ID and redirect target says nothing about any other. */
  confirmationIsForTheSame: (earlier: Confirmation, asked: Confirmation): boolean =>
    earlier.userId === asked.userId &&
    earlier.clientId === asked.clientId &&
    earlier.redirectTarget === asked.redirectTarget,

  /** AR-6: the page that names where the connection goes is shown until the user has continued once. */
  firstConnectionIsConfirmed: (confirmedBefore: boolean): boolean => !confirmedBefore,

  /** OAuth 2.1 §7.3: an address approves nothing, whatever stands in it. */
  approvesByItsMethod: (method: string): boolean => method === 'POST',

  /** OAuth 2.1 §7.9: a form comes from a page of ours, shown in this session. */
  formTokenIsOurs: (given: string | undefined, expected: string): boolean =>
    given !== undefined && timingSafeEqual(digest(given), digest(expected)),

  /** OAuth 2.1 §7.9: what one browser asked for is not approved from another. */
  requestIsOfThisBrowser: (requestSession: string, browserSession: string | undefined): boolean =>
    requestSession === browserSession,

  /** An authorization request is answered once. */
  requestIsUnanswered: (answered: boolean): boolean => !answered,

  /** An abandoned authorization request cannot be approved later. */
  requestIsFresh: (expiresAt: number, now: number): boolean => now < expiresAt,

  /** Who approves is who signed in for this request, not whoever has signed in to the browser since. */
  approverIsTheOneSignedIn: (requestUser: string, sessionUser: string | undefined): boolean =>
    requestUser === sessionUser,

  /** Only an explicit yes is a yes. */
  decisionIsAllow: (decision: string | undefined): boolean => decision === 'allow',

  /** CT-5: the least is chosen beforehand, but where the client comes back for what it was refused: then that, or one click leads to the same refusal. */
  preselectedScope: (smallestFirst: readonly string[], lacked: string | undefined): string | undefined =>
    lacked !== undefined && smallestFirst.includes(lacked) ? lacked : smallestFirst[0],

  /** CT-5: the user may choose less than was asked, never more. */
  consentOnlyNarrows: (chosen: readonly string[], asked: readonly string[]): string[] =>
    chosen.filter((scope) => asked.includes(scope)),

  /** AR-1: a client gets what it asked for as far as its key holds it; one that named nothing gets all of the key. */
  scopeIsLimitedByTheKey: (asked: readonly string[] | undefined, ofKey: readonly string[]): readonly string[] =>
    asked ? asked.filter((scope) => ofKey.includes(scope)) : ofKey,

  /** CT-4: whoever is the wrong account signs out and comes back to the same request; undefined would lose it. */
  signOutKeepsTheRequest: (authorizeUrl: string): string | undefined => authorizeUrl,

  /** CT-8: only the user who gave a grant ends it on the page. */
  grantIsTheUsersOwn: (grantUser: string, sessionUser: string): boolean => grantUser === sessionUser,

  /** CT-9: Revoke is about the client: everything that the user allowed it ends, however often it connected. */
  revokingEndsAllOfTheClient: (_chosen: string, ofTheClient: readonly string[]): readonly string[] => ofTheClient,

  /** AR-14: what the brokerage says of a closed key counts from that moment on, and not from the next call that needs it. */
  closedKeyEndsItsConnections: (_clientId: string): boolean => true,

  /** OAuth 2.1 §7.11: pages and answers that hold secrets are not stored; metadata may be, for five minutes. */
  cachingOf: (kind: 'page' | 'secret' | 'metadata'): string =>
    kind === 'metadata' ? 'public, max-age=300' : 'no-store',

  /** OAuth 2.1 §3.1: browser apps may read every endpoint but the one that the user's browser visits. */
  endpointIsOpenToOtherOrigins: (
    endpoint: 'authorize' | 'token' | 'revoke' | 'register' | 'introspect' | 'metadata',
  ): boolean => endpoint !== 'authorize',
};
