import type { Response } from 'express';
import type { OAuthState } from './state.ts';

/** Sends the browser back to the client with a code or an error, its state and our issuer (RFC 6749 §4.1.2, RFC 9207). */
export function redirectToClient(
  oauth: OAuthState,
  res: Response,
  target: { redirectUri: string; state: string | undefined },
  result: { code: string } | { error: string; error_description: string },
): void {
  const { behaviours, origin } = oauth.context;
  const answer = new URLSearchParams(result);
  if (target.state !== undefined && behaviours.brokerStateIsReturned(target.state)) answer.set('state', target.state);
  if (behaviours.brokerIssuerIsNamed('code' in result ? 'code' : 'error')) answer.set('iss', origin());
  // Appended as text: a URL parser would rewrite the registered string (https://host becomes https://host/).
  const join = target.redirectUri.includes('?') ? '&' : '?';
  res.status(res.req.method === 'POST' ? 303 : 302);
  res.setHeader('Location', `${target.redirectUri}${join}${answer}`);
  res.end();
}
