import type { JWTPayload } from 'jose';
import type { Refusal } from '../access.ts';
import type { OAuthContext } from './oauth-context.ts';

/** A token taken apart. Whether it is good is another question. */
export interface OpenToken {
  value: string;
  header: { alg?: string; typ?: string; kid?: string };
  claims: JWTPayload;
}

export const invalidToken = (description: string): Refusal => ({ error: 'invalid_token', description });

/** What is decided alike for tokens of the gateway and of the brokerage, on each call. */
export function claimsProblem(context: OAuthContext, { header, claims }: OpenToken): string | undefined {
  const { behaviours, mcpUrl, clock, grants } = context;
  if (!behaviours.tokenTypeIsAccessToken(header.typ)) return 'The token is not an access token.';
  if (!behaviours.requiredClaimsAreThere(claims)) return 'The token lacks a claim.';
  if (!behaviours.audienceIsOurs(claims.aud ?? [], mcpUrl)) return 'The token was issued for another server.';
  if (!behaviours.tokenIsUnexpired(claims.exp, clock.now())) return 'The token expired.';
  if (!behaviours.tokenIsInForce(claims.nbf, clock.now())) return 'The token is not in force yet.';
  const revoked = grants.find(String(claims.grant_id))?.revokedTokens.has(String(claims.jti)) ?? false;
  if (!behaviours.tokenIsNotRevoked(revoked)) return 'The token was revoked.';
  return undefined;
}
