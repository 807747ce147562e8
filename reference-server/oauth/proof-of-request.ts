import type { Request } from 'express';
import type { OAuthContext } from './oauth-context.ts';
import type { Client } from './records.ts';
import type { TokenError } from './token-error.ts';

/** The key that a token request proves (RFC 9449 §5): the thumbprint, none where there is no proof, or what is wrong. */
export async function proofOfRequest(
  { behaviours, proofs, origin }: OAuthContext,
  req: Request,
  { boundTokens = false }: Client,
): Promise<{ jkt?: string } | TokenError> {
  if (!proofs) return {};
  const header = req.get('DPoP');
  if (header === undefined) {
    if (behaviours.boundClientBringsAProof(boundTokens, false)) return {};
    return { error: 'invalid_dpop_proof', description: 'The client registered for bound tokens: send a DPoP proof.' };
  }
  const proven = await proofs.judge({ header, method: req.method, url: `${origin}${req.path}` });
  if ('jkt' in proven) return proven;
  if ('nonce' in proven) {
    const description = 'The DPoP proof needs the nonce of the header DPoP-Nonce.';
    return { error: behaviours.nonceIsAskedForAs(), description, nonce: proven.nonce };
  }
  return {
    error: 'invalid_dpop_proof',
    description: 'The DPoP proof is not good for this request, or was used already.',
  };
}
