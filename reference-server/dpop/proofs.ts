import { hash } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, type JWK, type JWTPayload } from 'jose';
import type { Clock } from '../../mock-broker/clock.ts';
import type { GatewayBehaviours } from '../behaviours.ts';
import { signatureVerified } from '../oauth/verify-signature.ts';
import type { State } from '../state/state.ts';
import { createUsedOnce } from '../state/used-once.ts';
import type { Nonces } from './nonces.ts';

/** Asymmetric ones (RFC 9449 §4.3). */
export const proofAlgorithms: readonly string[] = ['ES256', 'RS256', 'PS256', 'EdDSA'];
const longest = 8192;

/** What a proof has to be of. */
export interface ProvenRequest {
  /** The `DPoP` header as it came. */
  header: string | undefined;
  method: string;
  /** As clients know it. */
  url: string;
  /** The token that comes with it, at a resource. */
  token?: string;
}

/** The thumbprint of the key that was proven (RFC 7638), or why none was; `nonce` is what the next proof has to hold. */
export type Proven = { jkt: string } | { error: 'invalid_dpop_proof' } | { error: 'use_dpop_nonce'; nonce: string };

/** Proofs that a client holds a key (RFC 9449), each good once. */
export interface Proofs {
  judge(request: ProvenRequest): Promise<Proven>;
}

const bad: Proven = { error: 'invalid_dpop_proof' };

interface ProofsParts {
  behaviours: GatewayBehaviours;
  clock: Clock;
  state: State;
  /** Where proofs have to hold one. */
  nonces?: Nonces | undefined;
}

export function createProofs({ behaviours, clock, state, nonces }: ProofsParts): Proofs {
  const used = createUsedOnce({ clock, state }, 'used-proofs');

  function claimsAreGood({ htm, htu, iat, ath }: JWTPayload, { method, url, token }: ProvenRequest): boolean {
    const digest = token === undefined ? undefined : hash('sha256', token, 'base64url');
    return (
      behaviours.proofIsForThisMethod(htm, method) &&
      behaviours.proofIsForThisUrl(placeOf(htu), placeOf(url)) &&
      behaviours.proofIsFresh(iat, clock.now()) &&
      (digest === undefined || behaviours.proofIsForThisToken(ath, digest))
    );
  }

  const isFirst = ({ iat, jti }: JWTPayload, url: string, jkt: string): boolean =>
    behaviours.proofIsUsedOnce(typeof jti === 'string', () =>
      used.use(JSON.stringify([jkt, jti, url]), (Number(iat) + 600) * 1000),
    );

  const holdsItsNonce = ({ nonce }: JWTPayload, given: Nonces): boolean =>
    behaviours.proofHoldsANonce(nonce === undefined ? 'none' : given.isGood(nonce) ? 'good' : 'wrong');

  return {
    async judge(request) {
      const { header = '' } = request;
      // Node joins headers that come twice by commas, which no JWT has.
      if (!behaviours.proofIsOne(header.split(',').length) || header.length > longest) return bad;
      const opened = open(header.split(',')[0]!);
      if (!opened) return bad;
      const { alg, typ, jwk, claims } = opened;
      if (!behaviours.proofTypeIsDpop(typ) || !behaviours.proofKeyIsPublic(jwk)) return bad;
      const verified = await signatureVerified(header.split(',')[0]!, publicPartOf(jwk), proofAlgorithms);
      if (!behaviours.proofIsSigned(verified, alg, proofAlgorithms)) return bad;
      const jkt = await calculateJwkThumbprint(publicPartOf(jwk)).catch(() => undefined);
      if (jkt === undefined) return bad;
      if (nonces && !holdsItsNonce(claims, nonces)) return { error: 'use_dpop_nonce', nonce: nonces.current() };
      return claimsAreGood(claims, request) && isFirst(claims, request.url, jkt) ? { jkt } : bad;
    },
  };
}

function open(proof: string) {
  try {
    const { alg, typ, jwk } = decodeProtectedHeader(proof);
    return jwk && { alg, typ, jwk: jwk as JWK, claims: decodeJwt(proof) };
  } catch {
    return undefined;
  }
}

/** What a thumbprint and a verification need. */
const publicPartOf = ({ d: _, p: __, q: ___, dp: ____, dq: _____, qi: ______, ...jwk }: JWK): JWK => jwk;

/** RFC 9449 §4.3: without query and fragment, after the normalization of RFC 3986 §6.2. */
function placeOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
