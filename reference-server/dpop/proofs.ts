import { hash } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, type JWK, type JWTPayload } from 'jose';
import type { Clock } from '../../mock-broker/clock.ts';
import type { GatewayBehaviours } from '../behaviours.ts';
import { signatureVerified } from '../oauth/verify-signature.ts';
import type { State } from '../state/state.ts';
import { createUsedOnce } from '../state/used-once.ts';

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

/** Proofs that a client holds a key (RFC 9449), each good once. */
export interface Proofs {
  /** The thumbprint of the key (RFC 7638); undefined where the proof is no good. */
  keyOf(request: ProvenRequest): Promise<string | undefined>;
}

export function createProofs({
  behaviours,
  clock,
  state,
}: {
  behaviours: GatewayBehaviours;
  clock: Clock;
  state: State;
}): Proofs {
  const used = createUsedOnce({ clock, state }, 'used-proofs');

  function claimsAreGood({ htm, htu, iat, jti, ath }: JWTPayload, { method, url, token }: ProvenRequest, jkt: string) {
    const digest = token === undefined ? undefined : hash('sha256', token, 'base64url');
    return (
      behaviours.proofIsForThisMethod(htm, method) &&
      behaviours.proofIsForThisUrl(placeOf(htu), placeOf(url)) &&
      behaviours.proofIsFresh(iat, clock.now()) &&
      (digest === undefined || behaviours.proofIsForThisToken(ath, digest)) &&
      behaviours.proofIsUsedOnce(typeof jti === 'string', () =>
        used.use(JSON.stringify([jkt, jti, url]), (Number(iat) + 600) * 1000),
      )
    );
  }

  return {
    async keyOf(request) {
      const { header = '' } = request;
      // Node joins headers that come twice by commas, which no JWT has.
      if (!behaviours.proofIsOne(header.split(',').length) || header.length > longest) return undefined;
      const opened = open(header.split(',')[0]!);
      if (!opened) return undefined;
      const { alg, typ, jwk, claims } = opened;
      if (!behaviours.proofTypeIsDpop(typ) || !behaviours.proofKeyIsPublic(jwk)) return undefined;
      const verified = await signatureVerified(header.split(',')[0]!, publicPartOf(jwk), proofAlgorithms);
      if (!behaviours.proofIsSigned(verified, alg, proofAlgorithms)) return undefined;
      const jkt = await calculateJwkThumbprint(publicPartOf(jwk)).catch(() => undefined);
      return jkt !== undefined && claimsAreGood(claims, request, jkt) ? jkt : undefined;
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
