/** No longer than this may an assertion be good: it is made for one request. Milliseconds. */
const longestAssertion = 300_000;
/** A client's clock may be ahead by so much. Milliseconds. */
const ahead = 60_000;

/** What is decided about clients that prove to be themselves, and about what they may do with that. */
export const clientAuthenticationBehaviours = {
  /** RFC 7591 §2: the method is one that is offered here. */
  authenticationMethodIsOffered: (method: string, offered: readonly string[]): boolean => offered.includes(method),

  /** RFC 7591 §2: a client authenticates as it registered to. */
  clientKeepsToItsMethod: (registered: string, used: string): boolean => registered === used,

  /** RFC 7591 §2: what is registered as keys are public ones. */
  keysArePublic: (keys: readonly Readonly<Record<string, unknown>>[]): boolean =>
    keys.every((key) => typeof key === 'object' && key !== null && !('d' in key) && !('k' in key)),

  /** RFC 7523 §3: signed with a key of the client's; never by `none`, never with a shared secret. */
  assertionIsSigned: (verified: boolean, alg: string | undefined, accepted: readonly string[]): boolean =>
    verified && accepted.includes(alg ?? ''),

  /** RFC 7523 §3: issuer and subject are the client. */
  assertionIsTheClients: (iss: unknown, sub: unknown, clientId: string): boolean =>
    iss === clientId && sub === clientId,

  /** RFC 7523 §3: made for this server, by its issuer or its token endpoint. */
  assertionIsForUs: (aud: unknown, own: readonly string[]): boolean =>
    [aud].flat().some((one) => own.includes(String(one))),

  /** RFC 7523 §3: expires, and soon, and is not used before it says. `exp` and `nbf`, which may be left out, are seconds, `now` milliseconds. */
  assertionIsFresh: (exp: unknown, nbf: unknown, now: number): boolean =>
    typeof exp === 'number' &&
    now < exp * 1000 &&
    exp * 1000 <= now + longestAssertion &&
    (nbf === undefined || (typeof nbf === 'number' && nbf * 1000 <= now + ahead)),

  /** RFC 7523 §3: used once, by its id. `wasUsed` notes it. */
  assertionIsUsedOnce: (hasAnId: boolean, wasUsed: () => boolean): boolean => hasAnId && !wasUsed(),

  /** RFC 7592 §3: a registration is managed by whoever has its token. */
  registrationTokenMatches: (matches: boolean): boolean => matches,

  /** RFC 7592 §2.3: with a client end its connections. */
  deletedClientLosesItsGrants: (deleted: boolean): boolean => deleted,

  /** RFC 7662 §2.1: whoever asks proves who they are, lest tokens be guessed. */
  introspectionIsForKnownClients: (proved: boolean): boolean => proved,

  /** RFC 7662 §4: a client learns of its own tokens, and of no others. */
  introspectedTokenIsTheirs: (tokenClient: string, client: string): boolean => tokenClient === client,
};
