import type { Bearer } from '../context.ts';
import { parseScope } from './scopes.ts';
import type { OAuthState } from './state.ts';

/** The user behind an access token meant for the trading API. Audience, expiry and revocation are decided on each call. */
export async function resolveBearer(oauth: OAuthState, accessToken: string): Promise<Bearer | undefined> {
  const { behaviours, clock, origin, users } = oauth.context;
  const claims = await oauth.signer.read(accessToken);
  const grant = oauth.grants.get(claims?.grant_id ?? '');
  if (!claims || !grant) return undefined;
  if (!behaviours.brokerTokenIsForTheApi(claims.aud, origin())) return undefined;
  if (!behaviours.brokerTokenHasNotExpired(claims.exp * 1000, clock.now())) return undefined;
  if (!behaviours.brokerTokenIsLive(grant.ended, oauth.revokedTokens.has(claims.jti))) return undefined;
  const user = users.byId(claims.sub);
  return user && { user, clientId: claims.client_id, scopes: parseScope(claims.scope) };
}
