import { profileOf } from '../users.ts';
import { type TokenError, tokenError } from './client-authentication.ts';
import type { Client } from './clients.ts';
import { issueAccessToken, issueRefreshToken, type TokenAnswer } from './grants.ts';
import { hashOf } from './hash.ts';
import type { Code, Grant, OAuthState } from './state.ts';

type Values = Readonly<Record<string, string>>;

/** `grant_type=authorization_code` (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export async function redeemCode(oauth: OAuthState, client: Client, values: Values): Promise<TokenAnswer | TokenError> {
  if (!values.code) return tokenError('invalid_request', 'The parameter code is missing.');
  const code = oauth.codes.get(hashOf(values.code));
  if (!code) return tokenError('invalid_grant', 'The code is unknown. Start the connection again.');
  const problem = findProblem(oauth, client, values, code);
  if (problem) return problem;
  code.timesRedeemed += 1;
  const answer = await issueAccessToken(oauth, code.grant, code.grant.scopes);
  return { ...answer, ...issueRefreshToken(oauth, code.grant), ...whoSignedIn(oauth, code.grant) };
}

function whoSignedIn({ context }: OAuthState, { scopes, userId }: Grant): Pick<TokenAnswer, 'user'> {
  const user = scopes.includes('user:information') ? context.users.byId(userId) : undefined;
  return user ? { user: profileOf(user) } : {};
}

function findProblem({ context }: OAuthState, client: Client, values: Values, code: Code): TokenError | undefined {
  const { behaviours, clock } = context;
  const invalid = (description: string) => tokenError('invalid_grant', description);
  if (!behaviours.brokerCodeBelongsToClient(code.grant.clientId, client.clientId)) {
    return invalid('The code was issued to another client.');
  }
  if (!behaviours.brokerCodeIsUnused(code.timesRedeemed)) {
    if (behaviours.brokerCodeReplayEndsTheGrant(code.timesRedeemed)) code.grant.ended = true;
    return invalid('The code was used before. Start the connection again.');
  }
  if (!behaviours.brokerCodeIsFresh(code.issuedAt, clock.now())) {
    return invalid('The code has expired: it lives for 60 seconds. Start the connection again.');
  }
  if (code.grant.ended) return invalid('The connection was ended before the code was used.');
  if (!behaviours.brokerCodeIsForRedirectUri(values.redirect_uri, code.redirectUri)) {
    return invalid('The redirect_uri is not the one that the code was sent to.');
  }
  if (values.resource !== undefined && values.resource !== code.grant.audience) {
    return tokenError('invalid_target', `The code was issued for ${code.grant.audience}.`);
  }
  return verifierProblem(context, values.code_verifier, code);
}

function verifierProblem(
  { behaviours }: OAuthState['context'],
  verifier: string | undefined,
  { challenge }: Code,
): TokenError | undefined {
  if (challenge === undefined) return undefined;
  if (!behaviours.brokerVerifierIsPresent(verifier)) {
    return tokenError('invalid_request', 'The parameter code_verifier is missing.');
  }
  if (verifier === undefined || behaviours.brokerVerifierMatchesChallenge(verifier, challenge)) return undefined;
  return tokenError('invalid_grant', 'The code_verifier does not belong to the code_challenge that was sent.');
}
