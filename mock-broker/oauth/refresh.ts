import { type TokenError, tokenError } from './client-authentication.ts';
import type { Client } from './clients.ts';
import { issueAccessToken, issueRefreshToken, refreshLifetime, type TokenAnswer } from './grants.ts';
import { hashOf } from './hash.ts';
import { parseScope } from './scopes.ts';
import type { OAuthState, RefreshToken } from './state.ts';

type Values = Readonly<Record<string, string>>;

/** `grant_type=refresh_token` with rotation and reuse detection (RFC 6749 §6, RFC 9700 §4.14.2). */
export async function refresh(oauth: OAuthState, client: Client, values: Values): Promise<TokenAnswer | TokenError> {
  if (!values.refresh_token) return tokenError('invalid_request', 'The parameter refresh_token is missing.');
  const held = oauth.refreshTokens.get(hashOf(values.refresh_token));
  if (!held) return tokenError('invalid_grant', 'The refresh token is unknown. Start the connection again.');
  const problem = findProblem(oauth, client, held) ?? scopeProblem(oauth, values.scope, held);
  if (problem) return problem;
  const scopes = values.scope === undefined ? held.grant.scopes : parseScope(values.scope);
  if (!oauth.context.behaviours.brokerRefreshTokenIsReplaced(values.refresh_token)) {
    const answer = await issueAccessToken(oauth, held.grant, scopes);
    return { ...answer, refresh_token: values.refresh_token, refresh_token_expires_in: refreshLifetime };
  }
  held.timesUsed += 1;
  return { ...(await issueAccessToken(oauth, held.grant, scopes)), ...issueRefreshToken(oauth, held.grant) };
}

function findProblem({ context }: OAuthState, client: Client, held: RefreshToken): TokenError | undefined {
  const { behaviours, clock } = context;
  const invalid = (description: string) => tokenError('invalid_grant', description);
  if (!behaviours.brokerRefreshTokenBelongsToClient(held.grant.clientId, client.clientId)) {
    return invalid('The refresh token was issued to another client.');
  }
  if (!behaviours.brokerRefreshTokenIsUnused(held.timesUsed)) {
    if (behaviours.brokerRefreshReuseEndsTheGrant(held.timesUsed)) held.grant.ended = true;
    return invalid('The refresh token was used before. Start the connection again.');
  }
  if (!behaviours.brokerRefreshTokenIsFresh(held.issuedAt, clock.now())) {
    return invalid('The refresh token has expired. Start the connection again.');
  }
  return held.grant.ended ? invalid('The connection was ended. Start it again.') : undefined;
}

function scopeProblem({ context }: OAuthState, scope: string | undefined, held: RefreshToken): TokenError | undefined {
  if (scope === undefined) return undefined;
  if (context.behaviours.brokerRefreshScopeIsWithinTheGrant(parseScope(scope), held.grant.scopes)) return undefined;
  return tokenError('invalid_scope', `The connection has only: ${held.grant.scopes.join(' ')}.`);
}
