import { issueTokens } from './issue-tokens.ts';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { Parameters } from './parameters.ts';
import type { Client, Code } from './records.ts';
import type { TokenError } from './token-error.ts';

const invalidGrant = (description: string): TokenError => ({ error: 'invalid_grant', description });

/** `grant_type=authorization_code` (OAuth 2.1 §4.1.3) */
export async function redeemCode(
  context: OAuthContext,
  client: Client,
  parameters: Parameters,
  jkt?: string,
): Promise<object | TokenError> {
  const { behaviours, store, clock, grants } = context;
  const value = parameters.get('code');
  if (value === undefined) return { error: 'invalid_request', description: 'code is missing.' };
  const code = store.codes.get(keyOf(value));
  if (!code) return invalidGrant('The code is not one of this server.');
  const problem =
    bindingProblem(context, code, client, parameters) ??
    verifierProblem(context, code, parameters) ??
    keyProblem(context, code, jkt);
  if (!behaviours.codeIsUnused(code.used)) {
    if (code.grantId && behaviours.replayedCodeEndsTheGrant(problem === undefined)) grants.end(code.grantId, true);
    return invalidGrant('The code was used already. Start the connection again.');
  }
  if (problem) return problem;
  if (!behaviours.codeIsFresh(code.expiresAt, clock.now())) {
    return invalidGrant('The code expired. Start the connection again.');
  }
  const upstreamClientId = context.wayIn.upstreamClientIdOf(context, client);
  const record = grants.begin({ ...code, client, upstreamClientId });
  Object.assign(code, { used: true, grantId: record.grant.id });
  store.codes.keep(keyOf(value));
  if (store.clients.get(client.clientId)) store.clients.set(client.clientId, { ...client, connected: true });
  return issueTokens(context, { record, client, scopes: code.scopes, refreshScopes: code.scopes, jkt });
}

function bindingProblem(
  { behaviours }: OAuthContext,
  code: Code,
  client: Client,
  parameters: Parameters,
): TokenError | undefined {
  if (!behaviours.codeIsThisClients(code.client.clientId, client.clientId)) {
    return invalidGrant('The code was issued to another client.');
  }
  if (!behaviours.codeIsForThisRedirectUri(code.redirectUri, parameters.get('redirect_uri'))) {
    return invalidGrant('redirect_uri is not the one of the authorization request.');
  }
  if (!parameters.resources.every((resource) => behaviours.codeIsForThisResource(code.resource, resource))) {
    return { error: 'invalid_target', description: `The code is for ${code.resource} only.` };
  }
  return undefined;
}

function keyProblem({ behaviours }: OAuthContext, { dpopJkt }: Code, jkt: string | undefined): TokenError | undefined {
  if (dpopJkt === undefined || behaviours.codeIsRedeemedByItsKey(jkt, dpopJkt)) return undefined;
  return {
    error: 'invalid_dpop_proof',
    description: 'The code is for another key: send a proof by the one of dpop_jkt.',
  };
}

function verifierProblem({ behaviours }: OAuthContext, code: Code, parameters: Parameters): TokenError | undefined {
  const verifier = parameters.get('code_verifier');
  if (!behaviours.verifierIsGiven(verifier)) return invalidGrant('code_verifier is missing.');
  if (verifier === undefined) return undefined;
  if (!behaviours.verifierIsWellFormed(verifier)) {
    return invalidGrant('code_verifier must be 43 to 128 unreserved characters.');
  }
  if (!behaviours.verifierMatchesChallenge(verifier, code.codeChallenge)) {
    return invalidGrant('code_verifier does not match the code_challenge.');
  }
  return undefined;
}
