import { type TokenError, tokenError } from './client-authentication.ts';
import type { Client } from './clients.ts';
import { accessLifetime, issueAccessToken, type TokenAnswer } from './grants.ts';
import { parseScope } from './scopes.ts';
import type { AccessClaims } from './signing.ts';
import type { OAuthState } from './state.ts';

type Values = Readonly<Record<string, string>>;

/** The grant type and token type of RFC 8693. */
export const exchangeGrantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * RFC 8693 for direct mode (AR-11): a partner hands in a token that we issued for its MCP URL and gets one for our
 * trading API, of the same user and the same grant, no wider and no longer.
 */
export async function exchange(oauth: OAuthState, client: Client, values: Values): Promise<TokenAnswer | TokenError> {
  const { behaviours, clock, origin } = oauth.context;
  const bad = formProblem(oauth, client, values);
  if (bad) return bad;
  const claims = await oauth.signer.read(values.subject_token!);
  if (!claims) return tokenError('invalid_request', 'The subject_token is not an access token of this brokerage.');
  const problem = subjectProblem(oauth, client, claims);
  if (problem) return problem;
  const grant = oauth.grants.get(claims.grant_id)!;
  const ofSubject = parseScope(claims.scope);
  const scopes = values.scope === undefined ? ofSubject : parseScope(values.scope);
  if (!behaviours.brokerExchangedScopeIsWithinTheSubject(scopes, ofSubject)) {
    return tokenError('invalid_scope', `The subject_token has only: ${claims.scope}.`);
  }
  const left = claims.exp - Math.floor(clock.now() / 1000);
  const lifetime = left > 0 ? Math.min(accessLifetime, left) : accessLifetime;
  const narrowed = { audience: origin(), partner: client.clientId, lifetime };
  return { ...(await issueAccessToken(oauth, grant, scopes, narrowed)), issued_token_type: accessTokenType };
}

function formProblem({ context }: OAuthState, client: Client, values: Values): TokenError | undefined {
  if (!context.behaviours.brokerExchangeIsByAPartner(client.kind)) {
    return tokenError('unauthorized_client', 'Only a partner of the brokerage exchanges tokens.');
  }
  if (!values.subject_token) return tokenError('invalid_request', 'The parameter subject_token is missing.');
  if (values.subject_token_type !== accessTokenType) {
    return tokenError('invalid_request', `The subject_token_type must be ${accessTokenType}.`);
  }
  if (values.requested_token_type !== undefined && values.requested_token_type !== accessTokenType) {
    return tokenError('invalid_request', `The requested_token_type must be ${accessTokenType}.`);
  }
  const targets = [values.audience, values.resource].filter((target) => target !== undefined);
  if (targets.every((target) => target === context.origin())) return undefined;
  return tokenError('invalid_target', `The token that comes back can be for ${context.origin()} only.`);
}

function subjectProblem(oauth: OAuthState, client: Client, claims: AccessClaims): TokenError | undefined {
  const { behaviours, clock } = oauth.context;
  const grant = oauth.grants.get(claims.grant_id);
  if (!behaviours.brokerSubjectTokenIsForThePartner(claims.aud, client.mcpUrl ?? '')) {
    return tokenError('invalid_request', 'The subject_token was not issued for the MCP URL of this partner.');
  }
  if (!behaviours.brokerSubjectTokenHasNotExpired(claims.exp * 1000, clock.now())) {
    return tokenError('invalid_request', 'The subject_token has expired.');
  }
  if (!grant) return tokenError('invalid_request', 'The subject_token belongs to a connection that is forgotten.');
  if (!behaviours.brokerSubjectTokenIsLive(grant.ended, oauth.revokedTokens.has(claims.jti))) {
    return tokenError('invalid_request', 'The subject_token was revoked, or its key is no longer active.');
  }
  return undefined;
}
