import type { Request, RequestHandler } from 'express';
import { clientOfForm } from './client-of-form.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { Parameters } from './parameters.ts';
import { proofOfRequest } from './proof-of-request.ts';
import type { Client } from './records.ts';
import { redeemCode } from './redeem-code.ts';
import { refresh } from './refresh.ts';
import { isTokenError, sendSecret, sendTokenError, type TokenError } from './token-error.ts';

const grants: Readonly<Record<string, typeof redeemCode>> = { authorization_code: redeemCode, refresh_token: refresh };

/** What `grant_types_supported` says. */
export const grantTypes: readonly string[] = Object.keys(grants);

/** `POST /oauth/token` (OAuth 2.1 §3.2) */
export function token(context: OAuthContext): RequestHandler {
  return async (req, res) => {
    const answer = await answerRequest(context, req);
    if (isTokenError(answer)) return sendTokenError(res, context.behaviours, answer);
    sendSecret(res, context.behaviours, 200, answer);
  };
}

async function answerRequest(context: OAuthContext, req: Request): Promise<object | TokenError> {
  const form = await clientOfForm(context, req);
  if (isTokenError(form)) return form;
  const proof = await proofOfRequest(context, req, form.client);
  return isTokenError(proof) ? proof : answerGrant(context, form.client, form.parameters, proof.jkt);
}

function answerGrant(
  context: OAuthContext,
  client: Client,
  parameters: Parameters,
  jkt: string | undefined,
): Promise<object | TokenError> | TokenError {
  const { behaviours } = context;
  const grantType = parameters.get('grant_type');
  if (grantType === undefined) return { error: 'invalid_request', description: 'grant_type is missing.' };
  if (!behaviours.grantTypeIsOffered(grantType, grantTypes)) {
    return { error: 'unsupported_grant_type', description: `The grants here are ${grantTypes.join(' and ')}.` };
  }
  if (!behaviours.clientMayUseGrantType(grantType, client.grantTypes)) {
    return { error: 'unauthorized_client', description: 'The client did not register for this grant.' };
  }
  return (grants[grantType] ?? redeemCode)(context, client, parameters, jkt);
}
