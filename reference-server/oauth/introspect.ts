import type { RequestHandler } from 'express';
import { decodeJwt } from 'jose';
import { clientOfForm } from './client-of-form.ts';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import { isTokenError, sendSecret, sendTokenError } from './token-error.ts';
import { createVerify } from './verify.ts';

const inactive = { active: false };

/** `POST /oauth/introspect` (RFC 7662): a client that proves who it is asks about a token of its own. */
export function introspect(context: OAuthContext): RequestHandler {
  const { behaviours } = context;
  const verify = createVerify(context);
  return async (req, res) => {
    const form = await clientOfForm(context, req);
    if (isTokenError(form)) return sendTokenError(res, behaviours, form);
    const { client, parameters } = form;
    const proved = client.method !== undefined || client.secretHash !== undefined;
    if (!behaviours.introspectionIsForKnownClients(proved)) {
      const description = 'Only clients that prove who they are may ask about tokens.';
      return sendTokenError(res, behaviours, { error: 'invalid_client', description, status: 401 });
    }
    const value = parameters.get('token');
    if (value === undefined) {
      return sendTokenError(res, behaviours, { error: 'invalid_request', description: 'token is missing.' });
    }
    const found = ofRefreshToken(context, value) ?? (await ofAccessToken(verify, value));
    const theirs = found && behaviours.introspectedTokenIsTheirs(found.client_id, client.clientId);
    sendSecret(res, behaviours, 200, theirs ? found : inactive);
  };
}

interface Found {
  client_id: string;
  [member: string]: unknown;
}

function ofRefreshToken({ store, grants, clock }: OAuthContext, value: string): Found | undefined {
  const token = store.refreshTokens.get(keyOf(value));
  const record = token && grants.find(token.grantId);
  if (!record?.alive || token!.rotatedAt !== undefined || token!.expiresAt <= clock.now()) return undefined;
  const { client, scopes, expiresAt } = token!;
  const { user } = record.grant;
  return {
    active: true,
    client_id: client.clientId,
    scope: scopes.join(' '),
    sub: user.id,
    exp: Math.floor(expiresAt / 1000),
  };
}

/** What is good at the MCP endpoint is active, and nothing else. */
async function ofAccessToken(verify: ReturnType<typeof createVerify>, value: string): Promise<Found | undefined> {
  const verdict = await verify(value);
  if (!('grant' in verdict)) return undefined;
  const { iss, sub, aud, exp, iat, jti, client_id, scope, cnf } = decodeJwt(value);
  return {
    active: true,
    token_type: cnf ? 'DPoP' : 'Bearer',
    client_id: String(client_id),
    scope,
    iss,
    sub,
    aud,
    exp,
    iat,
    jti,
    ...(cnf ? { cnf } : {}),
  };
}
