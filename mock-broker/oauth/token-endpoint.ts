import type { Request, Response } from 'express';
import { authenticateClient, type TokenError, tokenError } from './client-authentication.ts';
import type { Client } from './clients.ts';
import { exchange, exchangeGrantType } from './exchange.ts';
import { readParameters } from './form.ts';
import type { TokenAnswer } from './grants.ts';
import { redeemCode } from './redeem-code.ts';
import { refresh } from './refresh.ts';
import { revokeToken } from './revoke.ts';
import type { OAuthState } from './state.ts';

type Values = Readonly<Record<string, string>>;
type GrantHandler = (oauth: OAuthState, client: Client, values: Values) => Promise<TokenAnswer | TokenError>;

const grantHandlers = new Map<string, GrantHandler>([
  ['authorization_code', redeemCode],
  ['refresh_token', refresh],
  [exchangeGrantType, exchange],
]);

/** Grant types of the token endpoint, for the metadata. */
export const grantTypes: readonly string[] = [...grantHandlers.keys()];

/** `POST /oauth2/token`, form-encoded (RFC 6749 §3.2) or JSON (as the modelled product documents). */
export async function answerToken(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const { values, repeated } = readParameters(req.body);
  if (repeated[0]) return sendError(req, res, repeatedError(repeated[0]));
  if (!values.grant_type) {
    return sendError(req, res, tokenError('invalid_request', 'The parameter grant_type is missing.'));
  }
  const handler = grantHandlers.get(values.grant_type);
  if (!handler) {
    const description = `The grant_type must be one of: ${grantTypes.join(', ')}.`;
    return sendError(req, res, tokenError('unsupported_grant_type', description));
  }
  const client = authenticateClient(oauth, req, values);
  if ('error' in client) return sendError(req, res, client);
  const answer = await handler(oauth, client, values);
  if ('error' in answer) return sendError(req, res, answer);
  res.json(answer);
}

/** `POST /oauth2/revoke` (RFC 7009). A token that nobody knows is as good as revoked: 200. */
export async function answerRevoke(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const { values, repeated } = readParameters(req.body);
  if (repeated[0]) return sendError(req, res, repeatedError(repeated[0]));
  const client = authenticateClient(oauth, req, values);
  if ('error' in client) return sendError(req, res, client);
  if (!values.token) return sendError(req, res, tokenError('invalid_request', 'The parameter token is missing.'));
  const problem = await revokeToken(oauth, client, values.token);
  if (problem) return sendError(req, res, problem);
  res.status(200).end();
}

const repeatedError = (name: string): TokenError =>
  tokenError('invalid_request', `The parameter ${name} was sent more than once.`);

/** RFC 6749 §5.2: 401 for a client that could not be authenticated, with a challenge if it used the header; else 400. */
export function sendError(req: Request, res: Response, problem: TokenError): void {
  const unauthenticated = problem.error === 'invalid_client';
  if (unauthenticated && req.headers.authorization) res.setHeader('WWW-Authenticate', 'Basic realm="Kestrel OAuth"');
  res.status(unauthenticated ? 401 : 400).json(problem);
}
