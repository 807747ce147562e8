import { hash, sign } from 'node:crypto';
import { issueAccessToken } from './access-token.ts';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { Client, GrantRecord } from './records.ts';

export interface Issue {
  record: GrantRecord;
  client: Client;
  /** Of the access token. */
  scopes: readonly string[];
  /** Of the refresh token, which keeps what the user agreed to. */
  refreshScopes: readonly string[];
  /** The key that the client proved. */
  jkt?: string | undefined;
  /** The refresh token that the new one replaces, as it was presented. */
  predecessor?: string;
  /** A refresh token that goes on being good, where none is rotated. */
  keptRefreshToken?: string;
}

/** The answer of the token endpoint (OAuth 2.1 §3.2.3). */
export async function issueTokens(context: OAuthContext, issue: Issue): Promise<object> {
  const refreshToken = issue.keptRefreshToken ?? newRefreshToken(context, issue);
  return {
    access_token: await issueAccessToken(context, issue.record, issue.scopes, issue.jkt),
    token_type: issue.jkt ? 'DPoP' : 'Bearer',
    expires_in: context.settings.accessTokenSeconds,
    ...(refreshToken && { refresh_token: refreshToken }),
    scope: issue.scopes.join(' '),
  };
}

function newRefreshToken(
  context: OAuthContext,
  { record, client, refreshScopes, predecessor, jkt }: Issue,
): string | undefined {
  if (!context.behaviours.refreshTokenIsGiven(client.grantTypes)) return undefined;
  const refreshToken = nextRefreshToken(context, predecessor);
  // Given again after a lost answer: what is known of it stays.
  if (context.store.refreshTokens.get(keyOf(refreshToken))) return refreshToken;
  const isPublic = client.secretHash === undefined && client.method === undefined;
  const bound = context.behaviours.refreshTokenIsBoundTo(jkt, isPublic);
  context.store.refreshTokens.set(keyOf(refreshToken), {
    grantId: record.grant.id,
    client,
    scopes: refreshScopes,
    expiresAt: context.clock.now() + context.settings.refreshTokenSeconds * 1000,
    successorUsed: false,
    ...(bound && { jkt: bound }),
    ...(predecessor && { predecessor: keyOf(predecessor) }),
  });
  return refreshToken;
}

/**
 * Each refresh token has one successor, however often an answer is lost, or a thief would have a line of his own. Only
 * hashes are kept, so it is made anew from the one that is presented, by a signature: the same each time, and nobody
 * else's to make.
 */
function nextRefreshToken({ behaviours, random, signingKey }: OAuthContext, predecessor: Issue['predecessor']): string {
  if (!predecessor || !behaviours.lostAnswerIsGivenAgain(true)) return random.token();
  const signature = sign(null, Buffer.from(`refresh token after ${predecessor}`), signingKey.privateKey);
  return hash('sha256', signature, 'base64url');
}
