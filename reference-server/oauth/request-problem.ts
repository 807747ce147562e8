import type { OAuthContext } from './oauth-context.ts';
import { type Parameters, scopeList } from './parameters.ts';
import type { AuthorizationError, Client } from './records.ts';

/** Scopes that some clients add to every request out of habit: granted to nobody, and no reason to refuse. */
const habitualScopes: readonly string[] = ['offline_access'];

/** Characters. What a stranger can make us keep is bounded: a state is a handle, or a signed note of some hundred. */
const mostOfState = 2048;

const invalidRequest = (description: string): AuthorizationError => ({ error: 'invalid_request', description });

/** What is wrong with an authorization request whose redirect URI is good; undefined when nothing is. */
export function requestProblem(
  context: OAuthContext,
  parameters: Parameters,
  client: Client,
): AuthorizationError | undefined {
  const { behaviours } = context;
  if (!behaviours.parametersAreNotRepeated(parameters.repeated)) {
    return invalidRequest('A parameter is there more than once.');
  }
  if ((parameters.get('state')?.length ?? 0) > mostOfState)
    return invalidRequest(`state is longer than ${mostOfState} characters.`);
  if (parameters.get('response_type') === undefined) return invalidRequest('response_type is missing: send code.');
  if (!behaviours.responseTypeIsCode(parameters.get('response_type'))) {
    return { error: 'unsupported_response_type', description: 'The only response_type here is code.' };
  }
  return (
    challengeProblem(context, parameters, client) ??
    resourceProblem(context, parameters) ??
    scopeProblem(context, parameters)
  );
}

function challengeProblem(
  { behaviours }: OAuthContext,
  parameters: Parameters,
  { secretHash }: Client,
): AuthorizationError | undefined {
  const challenge = parameters.get('code_challenge');
  if (!behaviours.codeChallengeIsGiven(challenge, secretHash !== undefined)) {
    return invalidRequest('code_challenge is missing: PKCE with S256 is required.');
  }
  if (challenge === undefined) return undefined;
  if (!behaviours.codeChallengeMethodIsS256(parameters.get('code_challenge_method'))) {
    return invalidRequest('code_challenge_method must be S256.');
  }
  if (!behaviours.codeChallengeIsWellFormed(challenge)) {
    return invalidRequest('code_challenge must be 43 base64url characters, as S256 makes them.');
  }
  return undefined;
}

function resourceProblem({ behaviours, mcpUrl }: OAuthContext, parameters: Parameters): AuthorizationError | undefined {
  const named = behaviours.namedResourcesAllCount(parameters.resources);
  if (named.every((resource) => behaviours.resourceIsOurs(resource, mcpUrl))) return undefined;
  return { error: 'invalid_target', description: `resource must be ${mcpUrl}.` };
}

function scopeProblem(context: OAuthContext, parameters: Parameters): AuthorizationError | undefined {
  const { behaviours, profile } = context;
  const supported = profile.scopes.map(({ name }) => name);
  const asked = requestedScopes(context, parameters) ?? [];
  if (asked.every((scope) => behaviours.scopeIsSupported(scope, supported))) return undefined;
  return { error: 'invalid_scope', description: `The scopes here are ${supported.join(', ')}.` };
}

/** The scopes of a request, the profile's default where it names none; undefined leaves the choice to the brokerage. */
export function requestedScopes(context: OAuthContext, parameters: Parameters): readonly string[] | undefined {
  const { behaviours, profile } = context;
  const asked = scopeList(parameters.get('scope') ?? '').filter((scope) => !habitualScopes.includes(scope));
  if (asked.length > 0) return asked;
  return profile.smallestScopes && behaviours.omittedScopeIsTheSmallest(profile.smallestScopes);
}
