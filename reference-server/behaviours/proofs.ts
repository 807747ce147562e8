/** A proof is good for so long before and after it was made. Seconds. */
const windowSeconds = 60;

/** What is decided about proofs that a client holds the key of its token (RFC 9449). */
export const proofBehaviours = {
  /** §4.3: there is one. */
  proofIsOne: (count: number): boolean => count === 1,

  /** §4.3: it says that it is one, so that no other JWT of the client passes for it. */
  proofTypeIsDpop: (typ: string | undefined): boolean => typ === 'dpop+jwt',

  /** §4.3: signed with the key in it, by an asymmetric algorithm. */
  proofIsSigned: (verified: boolean, alg: string | undefined, accepted: readonly string[]): boolean =>
    verified && accepted.includes(alg ?? ''),

  /** §4.3: a private key in it was given away. */
  proofKeyIsPublic: (jwk: Readonly<Record<string, unknown>>): boolean => !('d' in jwk) && !('k' in jwk),

  /** §4.3: for this method. */
  proofIsForThisMethod: (htm: unknown, method: string): boolean => htm === method,

  /** §4.3: for this place. Both are normal, and undefined where they are no URL. */
  proofIsForThisUrl: (htu: string | undefined, url: string | undefined): boolean => htu !== undefined && htu === url,

  /** §4.3, §11.1: made just now. `iat` is seconds, `now` milliseconds. */
  proofIsFresh: (iat: unknown, now: number): boolean =>
    typeof iat === 'number' && Math.abs(now / 1000 - iat) <= windowSeconds,

  /** §11.1: once at each place, by its id. `wasUsed` notes it. */
  proofIsUsedOnce: (hasAnId: boolean, wasUsed: () => boolean): boolean => hasAnId && !wasUsed(),

  /** §8, §11.3: with a nonce that the gateway gave not long ago, where it demands one. */
  proofHoldsANonce: (nonce: 'good' | 'wrong' | 'none'): boolean => nonce === 'good',

  /** §8, §9: a demand for a nonce is told from a proof that is no good. */
  nonceIsAskedForAs: (): 'use_dpop_nonce' | 'invalid_dpop_proof' => 'use_dpop_nonce',

  /** §4.3: for the token that it comes with. */
  proofIsForThisToken: (ath: unknown, digest: string): boolean => ath === digest,

  /** §7.1: by the key that the token is bound to. */
  proofIsByTheTokensKey: (proven: string | undefined, bound: string): boolean => proven === bound,

  /** §7.2: a bound token is no bearer token, and a bearer token is not bound by calling it so. */
  schemeFitsTheToken: (scheme: string, isBound: boolean): boolean => (scheme.toLowerCase() === 'dpop') === isBound,

  /** §5: the refresh tokens of public clients are bound to the key too. Undefined binds none. */
  refreshTokenIsBoundTo: (key: string | undefined, isPublic: boolean): string | undefined =>
    isPublic ? key : undefined,

  /** §5: a bound refresh token takes a proof by its key. */
  refreshIsByItsKey: (proven: string | undefined, bound: string): boolean => proven === bound,

  /** §10: a code whose request named a key takes a proof by it. */
  codeIsRedeemedByItsKey: (proven: string | undefined, named: string): boolean => proven === named,

  /** §5.2: a client that registered for bound tokens gets no others. */
  boundClientBringsAProof: (registered: boolean, proven: boolean): boolean => proven || !registered,
};
