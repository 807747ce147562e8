import type { GatewayBehaviours } from '../behaviours.ts';
import type { TokenError } from './token-error.ts';

const invalid = (description: string): TokenError => ({ error: 'invalid_redirect_uri', description });
const longest = 2048;

/** Decides which redirect URIs a client may register, or why none (RFC 7591 §5, OAuth 2.1 §2.3). */
export function acceptRedirectUris(behaviours: GatewayBehaviours, given: readonly unknown[]): string[] | TokenError {
  if (!behaviours.redirectUrisAreGiven(given)) return invalid('redirect_uris must name at least one redirect URI.');
  const accepted: string[] = [];
  let leftOut = 0;
  for (const uri of given) {
    if (typeof uri !== 'string' || uri.length > longest)
      return invalid(`A redirect URI is a string of at most ${longest}.`);
    const problem = redirectUriProblem(behaviours, uri);
    if (problem) return invalid(problem);
    if (isPrivate(uri) && !behaviours.privateSchemeHasADot(schemeOf(uri))) leftOut += 1;
    else accepted.push(uri);
  }
  if (leftOut > 0 && !behaviours.undottedSchemeIsLeftOut(accepted.length)) {
    return invalid('A private-use scheme must be a reversed domain name, such as com.example.app.');
  }
  return accepted;
}

function redirectUriProblem(behaviours: GatewayBehaviours, uri: string): string | undefined {
  if (!behaviours.redirectUriIsAbsolute(uri)) return 'A redirect URI must be an absolute URI.';
  if (!behaviours.redirectUriHasNoFragment(uri)) return 'A redirect URI must have no fragment.';
  if (!behaviours.redirectUriHasNoUserInfo(uri)) return 'A redirect URI must have no user name and no password.';
  if (!behaviours.redirectSchemeIsHarmless(schemeOf(uri))) return 'A redirect URI must not have such a scheme.';
  if (schemeOf(uri) === 'http' && !behaviours.plainHttpIsLoopback(hostOf(uri))) {
    return 'A redirect URI must use https, except to a loopback address.';
  }
  return undefined;
}

const schemeOf = (uri: string): string => uri.slice(0, Math.max(0, uri.indexOf(':'))).toLowerCase();
const hostOf = (uri: string): string => (URL.canParse(uri) ? new URL(uri).hostname : '');
const isPrivate = (uri: string): boolean => !['', 'http', 'https'].includes(schemeOf(uri));
