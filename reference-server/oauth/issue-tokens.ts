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
  /** Key of the refresh token that is replaced. */
  predecessor?: string;
  /** A refresh token that goes on being good, where none is rotated. */
  keptRefreshToken?: string;
}

/** The answer of the token endpoint (OAuth 2.1 §3.2.3). */
export async function issueTokens(context: OAuthContext, issue: Issue): Promise<object> {
  const refreshToken = issue.keptRefreshToken ?? newRefreshToken(context, issue);
  return {
    access_token: await issueAccessToken(context, issue.record, issue.scopes),
    token_type: 'Bearer',
    expires_in: context.settings.accessTokenSeconds,
    ...(refreshToken && { refresh_token: refreshToken }),
    scope: issue.scopes.join(' '),
  };
}

function newRefreshToken(
  context: OAuthContext,
  { record, client, refreshScopes, predecessor }: Issue,
): string | undefined {
  if (!context.behaviours.refreshTokenIsGiven(client.grantTypes)) return undefined;
  const refreshToken = context.random.token();
  context.store.refreshTokens.set(keyOf(refreshToken), {
    grantId: record.grant.id,
    client,
    scopes: refreshScopes,
    expiresAt: context.clock.now() + context.settings.refreshTokenSeconds * 1000,
    successorUsed: false,
    ...(predecessor && { predecessor }),
  });
  return refreshToken;
}
