import type { RequestHandler } from 'express';
import { decodeJwt } from 'jose';
import { clientOfForm } from './client-of-form.ts';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import { isTokenError, sendSecret, sendTokenError, type TokenError } from './token-error.ts';
import { signatureVerified } from './verify-signature.ts';

interface Found {
  kind: string;
  clientId: string;
  grantId: string;
  /** Of an access token; the expiry in milliseconds. */
  token?: { id: string; expiresAt: number };
}

/** Unexpired access tokens of a grant that can be revoked one by one. A client that goes on has no use for its grant. */
const mostRevokedTokens = 100;

/** `POST /oauth/revoke` (RFC 7009) */
export function revoke(context: OAuthContext): RequestHandler {
  return async (req, res) => {
    const form = await clientOfForm(context, req);
    if (isTokenError(form)) return sendTokenError(res, context.behaviours, form);
    const value = form.parameters.get('token');
    if (value === undefined) {
      return sendTokenError(res, context.behaviours, { error: 'invalid_request', description: 'token is missing.' });
    }
    const found = await find(context, value, form.parameters.get('token_type_hint'));
    const problem = end(context, found, form.client.clientId);
    if (problem) return sendTokenError(res, context.behaviours, problem);
    sendSecret(res, context.behaviours, 200, {});
  };
}

async function find(context: OAuthContext, value: string, hint: string | undefined): Promise<Found | undefined> {
  for (const kind of context.behaviours.kindsToSearch(hint)) {
    const found = kind === 'refresh_token' ? findRefreshToken(context, value) : await findAccessToken(context, value);
    if (found) return found;
  }
  return undefined;
}

function findRefreshToken({ store }: OAuthContext, value: string): Found | undefined {
  const token = store.refreshTokens.get(keyOf(value));
  return token && { kind: 'refresh_token', clientId: token.client.clientId, grantId: token.grantId };
}

async function findAccessToken({ signingKey }: OAuthContext, value: string): Promise<Found | undefined> {
  if (!(await signatureVerified(value, signingKey.publicKey, [signingKey.alg]))) return undefined;
  const { client_id, grant_id, jti, exp } = decodeJwt(value);
  const token = { id: String(jti), expiresAt: Number(exp) * 1000 };
  return { kind: 'access_token', clientId: String(client_id), grantId: String(grant_id), token };
}

function end(context: OAuthContext, found: Found | undefined, clientId: string): TokenError | undefined {
  const { behaviours, grants } = context;
  if (!found) {
    if (behaviours.unknownTokenIsNoError(false)) return undefined;
    return { error: 'invalid_grant', description: 'No such token is known here.' };
  }
  if (!behaviours.revokedTokenIsThisClients(found.clientId, clientId)) {
    return { error: 'invalid_grant', description: 'The token was issued to another client.' };
  }
  if (behaviours.revokedRefreshTokenEndsTheGrant(found.kind)) grants.end(found.grantId, true);
  if (found.token && behaviours.revokedAccessTokenIsRemembered(found.kind))
    remember(context, found.grantId, found.token);
  return undefined;
}

/** What is expired is forgotten; what is not, never: where it becomes too much, all of the grant ends instead. */
function remember({ clock, grants, store }: OAuthContext, grantId: string, token: NonNullable<Found['token']>): void {
  const revoked = grants.find(grantId)?.revokedTokens;
  if (!revoked) return;
  for (const [id, expiresAt] of revoked.set(token.id, token.expiresAt)) {
    if (expiresAt <= clock.now()) revoked.delete(id);
  }
  store.grants.keep(grantId);
  if (revoked.size > mostRevokedTokens) grants.end(grantId, true);
}
