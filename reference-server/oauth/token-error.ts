import type { Response } from 'express';
import type { GatewayBehaviours } from '../behaviours.ts';

/** OAuth 2.1 §3.2.4: an error of the token, revocation or registration endpoint. */
export interface TokenError {
  error: string;
  /** ASCII without quotes and backslashes, and nothing of what was sent. */
  description: string;
  /** 400 unless said otherwise. */
  status?: number;
  /** Seconds after which it may be tried again. */
  retryAfter?: number;
  /** What the next DPoP proof has to hold. */
  nonce?: string;
}

export const isTokenError = (value: object): value is TokenError => 'error' in value && 'description' in value;

/** Sends what holds secrets, or says why there are none: never to be stored. */
export function sendSecret(res: Response, behaviours: GatewayBehaviours, status: number, body: object): void {
  res.status(status).set('Cache-Control', behaviours.cachingOf('secret')).set('Pragma', 'no-cache').json(body);
}

export function sendTokenError(res: Response, behaviours: GatewayBehaviours, problem: TokenError): void {
  // OAuth 2.1 §3.2.4: a 401 says which way of authenticating it is about.
  if (problem.status === 401) res.set('WWW-Authenticate', 'Basic realm="token"');
  if (problem.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter));
  if (problem.nonce !== undefined)
    res.set({ 'DPoP-Nonce': problem.nonce, 'Access-Control-Expose-Headers': 'DPoP-Nonce' });
  sendSecret(res, behaviours, problem.status ?? 400, { error: problem.error, error_description: problem.description });
}
