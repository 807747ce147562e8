import { type TokenError, tokenError } from './client-authentication.ts';
import type { Client } from './clients.ts';
import { hashOf } from './hash.ts';
import type { OAuthState } from './state.ts';

/** Revokes a refresh or access token of this client (RFC 7009 §2.1); says nothing about a token that it does not know. */
export async function revokeToken(oauth: OAuthState, client: Client, token: string): Promise<TokenError | undefined> {
  const { behaviours } = oauth.context;
  const refreshToken = oauth.refreshTokens.get(hashOf(token));
  const claims = refreshToken ? undefined : await oauth.signer.read(token);
  const grant = refreshToken?.grant ?? oauth.grants.get(claims?.grant_id ?? '');
  if (!grant) return undefined;
  const owner = claims?.client_id ?? grant.clientId;
  if (!behaviours.brokerRevocationIsByTheTokensClient(owner, client.clientId)) {
    return tokenError('invalid_grant', 'The token was issued to another client.');
  }
  if (claims) oauth.revokedTokens.set(claims.jti, claims.exp * 1000);
  if (refreshToken) refreshToken.timesUsed += 1;
  if (behaviours.brokerRevocationEndsTheGrant(refreshToken ? 'refresh_token' : 'access_token')) grant.ended = true;
  return undefined;
}
