import { type Client, clientProblems, findClient } from './clients.ts';
import type { Parameters } from './form.ts';
import { parseScope } from './scopes.ts';
import type { OAuthState } from './state.ts';

/** A request for authorization in which everything is right. */
export interface AuthorizationRequest {
  client: Client;
  redirectUri: string;
  state: string | undefined;
  scopes: string[];
  challenge: string | undefined;
  /** The audience that its tokens will have. */
  audience: string;
}

/** What is wrong with a request, and where the browser may be told about it. */
export interface AuthorizationError {
  error: string;
  description: string;
  client: Client;
  redirectUri: string | undefined;
  state: string | undefined;
  /** True where the redirect URI cannot be trusted, so that only a page may show the error. */
  untrusted: boolean;
}

/** Judges the parameters of the authorization endpoint, the client and redirect URI first (RFC 6749 §4.1.2.1). */
export function judgeAuthorization(
  oauth: OAuthState,
  parameters: Parameters,
): AuthorizationRequest | AuthorizationError {
  const { values } = parameters;
  const client = findClient(oauth, values.client_id ?? '');
  const base = { client, redirectUri: values.redirect_uri, state: values.state };
  const untrusted = distrust(oauth, client, parameters);
  if (untrusted) return { ...base, ...untrusted, untrusted: true };
  const problem = findProblem(oauth, client, parameters);
  if (problem) return { ...base, ...problem, untrusted: false };
  return {
    client,
    redirectUri: values.redirect_uri!,
    state: values.state,
    scopes: askedScopes(client, values.scope),
    challenge: values.code_challenge,
    audience: values.resource ?? client.resources[0]!,
  };
}

const askedScopes = (client: Client, scope: string | undefined): string[] =>
  scope === undefined ? [...client.scopes] : parseScope(scope);

interface Problem {
  error: string;
  description: string;
}

function distrust({ context }: OAuthState, client: Client, { values, repeated }: Parameters): Problem | undefined {
  const twice = ['client_id', 'redirect_uri'].find((name) => repeated.includes(name));
  if (twice) return { error: 'invalid_request', description: `The parameter ${twice} was sent more than once.` };
  if (!values.client_id) {
    return {
      error: 'invalid_request',
      description: 'The parameter client_id is missing: it is the Client ID of a key.',
    };
  }
  if (!context.behaviours.brokerClientIsUsable(client.state)) {
    return { error: 'invalid_client', description: client.state === 'active' ? '' : clientProblems[client.state] };
  }
  if (!values.redirect_uri) {
    return { error: 'invalid_request', description: 'The parameter redirect_uri is missing.' };
  }
  if (!context.behaviours.brokerRedirectUriIsRegistered(values.redirect_uri, client.redirectUris)) {
    return { error: 'redirect_uri_mismatch', description: 'The redirect URI is not the one saved in the key.' };
  }
  return undefined;
}

function findProblem(oauth: OAuthState, client: Client, { values, repeated }: Parameters): Problem | undefined {
  const { behaviours } = oauth.context;
  const invalid = (description: string) => ({ error: 'invalid_request', description });
  if (repeated[0]) return invalid(`The parameter ${repeated[0]} was sent more than once.`);
  if (!behaviours.brokerResponseTypeIsCode(values.response_type)) {
    if (!values.response_type) return invalid('The parameter response_type is missing: it must be code.');
    return { error: 'unsupported_response_type', description: 'The response_type must be code.' };
  }
  if (!behaviours.brokerChallengeIsPresent(values.code_challenge)) {
    return invalid('PKCE is required: code_challenge must be the base64url of a SHA-256 hash, 43 characters.');
  }
  if (!behaviours.brokerChallengeMethodIsS256(values.code_challenge_method)) {
    return invalid('The code_challenge_method must be S256.');
  }
  const asked = askedScopes(client, values.scope);
  if (asked.length === 0 || !behaviours.brokerScopeIsWithinTheKey(asked, client.scopes)) {
    const beyond = asked.filter((scope) => !client.scopes.includes(scope));
    return {
      error: 'invalid_scope',
      description: `The key does not hold: ${beyond.join(' ') || '(no scope asked for)'}.`,
    };
  }
  return resourceProblem(oauth, client, values.resource);
}

function resourceProblem({ context }: OAuthState, client: Client, resource: string | undefined): Problem | undefined {
  if (client.resources.length === 0) {
    return {
      error: 'invalid_target',
      description: 'No gateway is under contract that a key for direct use could reach.',
    };
  }
  if (resource === undefined || context.behaviours.brokerResourceIsKnown(resource, client.resources)) return undefined;
  return { error: 'invalid_target', description: `Tokens of this key can be for: ${client.resources.join(', ')}.` };
}
