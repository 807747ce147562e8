import { containedIn } from '../profiles/scope.ts';
import { UpstreamGone } from '../upstream/upstream-gone.ts';
import { issueTokens } from './issue-tokens.ts';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import { type Parameters, scopeList } from './parameters.ts';
import type { Client, RefreshToken } from './records.ts';
import type { TokenError } from './token-error.ts';

const invalidGrant = (description: string): TokenError => ({ error: 'invalid_grant', description });

/** `grant_type=refresh_token` (OAuth 2.1 §4.3) */
export async function refresh(
  context: OAuthContext,
  client: Client,
  parameters: Parameters,
  jkt?: string,
): Promise<object | TokenError> {
  const value = parameters.get('refresh_token');
  if (value === undefined) return { error: 'invalid_request', description: 'refresh_token is missing.' };
  const key = keyOf(value);
  const current = context.store.refreshTokens.get(key);
  if (!current) return invalidGrant('The refresh token is not one of this server.');
  const asked = parameters.get('scope') === undefined ? undefined : scopeList(parameters.get('scope')!);
  const problem =
    tokenProblem(context, current, client) ??
    keyProblem(context, current, jkt) ??
    reuseProblem(context, current) ??
    wishProblem(context, current, asked, parameters);
  if (problem) return problem;
  const rotated = markRotated(context, key, current);
  if (!(await keyStillWorks(context, current.grantId))) return invalidGrant('The brokerage ended the connection.');
  const scopes = context.behaviours.refreshedScopes(asked, current.scopes);
  return issueTokens(context, {
    record: context.grants.find(current.grantId)!,
    client,
    scopes,
    refreshScopes: context.behaviours.rotatedTokenKeepsItsScope(current.scopes, scopes),
    jkt,
    ...(rotated ? { predecessor: value } : { keptRefreshToken: value }),
  });
}

function tokenProblem(context: OAuthContext, current: RefreshToken, client: Client): TokenError | undefined {
  const { behaviours, clock, grants } = context;
  if (!behaviours.refreshTokenIsThisClients(current.client.clientId, client.clientId)) {
    return invalidGrant('The refresh token was issued to another client.');
  }
  if (!grants.find(current.grantId)?.alive) {
    return invalidGrant('The connection was ended. Authorize again.');
  }
  const { grant } = grants.find(current.grantId)!;
  if (context.wayIn.userMayComeIn?.(context, grant.user.id, 'refresh') === false) {
    return invalidGrant('Partner access was withdrawn.');
  }
  if (!behaviours.refreshTokenIsFresh(current.expiresAt, clock.now())) {
    return invalidGrant('The refresh token expired. Authorize again.');
  }
  return undefined;
}

/** Before anything is rotated: whoever lacks the key changes nothing. */
function keyProblem({ behaviours }: OAuthContext, { jkt: bound }: RefreshToken, jkt: string | undefined) {
  if (bound === undefined || behaviours.refreshIsByItsKey(jkt, bound)) return undefined;
  return invalidGrant('The refresh token is bound to a key: send a DPoP proof by it.');
}

function reuseProblem(context: OAuthContext, current: RefreshToken): TokenError | undefined {
  const { behaviours, clock, settings, grants } = context;
  if (current.rotatedAt === undefined) return undefined;
  const { rotatedAt, successorUsed } = current;
  const lost = behaviours.reuseLooksLikeALostAnswer(
    rotatedAt,
    clock.now(),
    settings.refreshReuseGraceSeconds,
    successorUsed,
  );
  if (lost) return undefined;
  if (behaviours.reusedRefreshTokenEndsTheGrant(lost)) grants.end(current.grantId, true);
  return invalidGrant('The refresh token was used already, so the connection was ended. Authorize again.');
}

function wishProblem(
  { behaviours, mcpUrl, profile }: OAuthContext,
  current: RefreshToken,
  asked: readonly string[] | undefined,
  parameters: Parameters,
): TokenError | undefined {
  const original = behaviours.largerScopeIncludesTheSmaller(
    current.scopes,
    containedIn(profile.scopes, current.scopes),
  );
  if (asked && !behaviours.refreshScopeIsNoWider(asked, original)) {
    return { error: 'invalid_scope', description: `The connection has ${current.scopes.join(' ')} and no more.` };
  }
  if (parameters.resources.every((resource) => behaviours.resourceIsOurs(resource, mcpUrl))) return undefined;
  return { error: 'invalid_target', description: `resource must be ${mcpUrl}.` };
}

/** AR-14: a key that was ended at the brokerage shows here, not only at the next call. An outage there is no reason. */
async function keyStillWorks(context: OAuthContext, grantId: string): Promise<boolean> {
  try {
    await context.grants.upstreamToken(grantId, true);
    return true;
  } catch (error) {
    return !(error instanceof UpstreamGone);
  }
}

/** Before anything is awaited, so that of two requests at once the second is already a reuse. */
function markRotated({ behaviours, clock, store }: OAuthContext, key: string, current: RefreshToken): boolean {
  const { refreshTokens } = store;
  const rotated = behaviours.refreshTokenIsRotated(true);
  if (rotated) current.rotatedAt ??= clock.now();
  for (let name = current.predecessor; name !== undefined; ) {
    const older = refreshTokens.get(name);
    if (!older || older.successorUsed) break;
    older.successorUsed = true;
    refreshTokens.keep(name);
    name = older.predecessor;
  }
  // Nothing asks for those before it any more.
  delete current.predecessor;
  refreshTokens.keep(key);
  return rotated;
}
