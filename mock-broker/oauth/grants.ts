import type { profileOf } from '../users.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { hashOf } from './hash.ts';
import { forgetExpired, type Grant, type OAuthState } from './state.ts';

const day = 86_400_000;
/** Seconds that an access token lives. */
export const accessLifetime = 3600;
/** Seconds that a refresh token lives; each refresh starts them anew. */
export const refreshLifetime = 30 * 86_400;

/** A successful answer of the token endpoint (RFC 6749 §5.1), with the product's own refresh lifetime. */
export interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: string;
  refresh_token?: string;
  refresh_token_expires_in?: number;
  issued_token_type?: string;
  /** Who signed in, for a client that may ask: no second request is needed. */
  user?: ReturnType<typeof profileOf>;
}

/** Starts a grant for a user who said yes, and returns its one-time code. */
export function issueCode(oauth: OAuthState, request: AuthorizationRequest, userId: string): string {
  const { clock, random } = oauth.context;
  if (oauth.grants.size % 100 === 99) forgetExpired(oauth);
  const now = clock.now();
  const grant: Grant = {
    id: random.uuid(),
    userId,
    clientId: request.client.clientId,
    scopes: request.scopes,
    audience: request.audience,
    ended: false,
    forgetAt: now + day,
  };
  oauth.grants.set(grant.id, grant);
  const code = random.token();
  const { redirectUri, challenge } = request;
  oauth.codes.set(hashOf(code), { grant, redirectUri, challenge, issuedAt: now, timesRedeemed: 0 });
  return code;
}

/** Issues an access token of the grant. `exchange` narrows it for a partner (RFC 8693). */
export async function issueAccessToken(
  oauth: OAuthState,
  grant: Grant,
  scopes: readonly string[],
  exchange?: { audience: string; partner: string; lifetime: number },
): Promise<TokenAnswer> {
  const iat = Math.floor(oauth.context.clock.now() / 1000);
  const lifetime = exchange?.lifetime ?? accessLifetime;
  const access_token = await oauth.signer.sign({
    iss: oauth.context.origin(),
    sub: grant.userId,
    aud: exchange?.audience ?? grant.audience,
    client_id: exchange?.partner ?? grant.clientId,
    scope: scopes.join(' '),
    jti: oauth.context.random.uuid(),
    grant_id: grant.id,
    iat,
    exp: iat + lifetime,
    ...(exchange && { act: { sub: exchange.partner } }),
  });
  return { access_token, token_type: 'Bearer', expires_in: lifetime, scope: scopes.join(' ') };
}

/** Issues a new refresh token of the grant, opaque, kept only as a hash. */
export function issueRefreshToken(
  oauth: OAuthState,
  grant: Grant,
): Required<Pick<TokenAnswer, 'refresh_token' | 'refresh_token_expires_in'>> {
  const now = oauth.context.clock.now();
  const refresh_token = oauth.context.random.token();
  oauth.refreshTokens.set(hashOf(refresh_token), { grant, issuedAt: now, timesUsed: 0 });
  grant.forgetAt = now + refreshLifetime * 1000 + day;
  return { refresh_token, refresh_token_expires_in: refreshLifetime };
}

/** Ends every grant of a client: what deactivating or deleting a key does (AR-14). */
export function endGrantsOf(oauth: OAuthState, clientId: string): void {
  for (const grant of oauth.grants.values()) if (grant.clientId === clientId) grant.ended = true;
}
