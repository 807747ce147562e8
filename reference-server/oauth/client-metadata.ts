import type { JWK } from 'jose';
import { z } from 'zod';
import { methodsOf } from './methods.ts';
import type { OAuthContext } from './oauth-context.ts';
import { scopeList } from './parameters.ts';
import type { Client } from './records.ts';
import { acceptRedirectUris } from './registered-redirect-uris.ts';
import { grantTypes as offeredGrants } from './token.ts';
import { isTokenError, type TokenError } from './token-error.ts';

/** A registration as it will be kept and told. */
export interface AcceptedMetadata {
  clientName: string;
  redirectUris: string[];
  grantTypes: string[];
  /** How it proves to be itself. */
  method: string;
  jwks?: JWK[];
  jwksUri?: string;
  /** Everything registered, values of the server's included (RFC 7591 §3.2.1). */
  metadata: Record<string, unknown>;
}

const text = z.string().max(2048);
const names = z.array(text).max(20);

/** RFC 7591 §2. Members that are not here are ignored, as the RFC says. `null` counts as left out. */
const metadataShape = z.object({
  redirect_uris: z.array(z.unknown()).max(20).nullish(),
  token_endpoint_auth_method: text.nullish(),
  grant_types: names.nullish(),
  response_types: names.nullish(),
  client_name: text.nullish(),
  client_uri: text.nullish(),
  logo_uri: text.nullish(),
  tos_uri: text.nullish(),
  policy_uri: text.nullish(),
  scope: text.nullish(),
  contacts: names.nullish(),
  jwks_uri: text.nullish(),
  jwks: z
    .object({ keys: z.array(z.record(z.string(), z.unknown())).max(10).optional() })
    .loose()
    .nullish(),
  software_id: text.nullish(),
  software_version: text.nullish(),
  application_type: z.enum(['native', 'web']).nullish(),
  dpop_bound_access_tokens: z.boolean().nullish(),
});

type Metadata = z.infer<typeof metadataShape>;

const invalid = (description: string): TokenError => ({ error: 'invalid_client_metadata', description });

/** Decides what of a registration request is registered, or why nothing is. */
export function acceptMetadata(
  context: OAuthContext,
  body: unknown,
  usualMethod = usualMethodOf(context),
): AcceptedMetadata | TokenError {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return invalid('Send a JSON object as application/json.');
  }
  const parsed = metadataShape.safeParse(body);
  if (!parsed.success) {
    return invalid(
      `The value of ${String(parsed.error.issues[0]?.path[0])} is not of the kind that RFC 7591 gives it.`,
    );
  }
  const redirectUris = acceptRedirectUris(context.behaviours, parsed.data.redirect_uris ?? []);
  if (isTokenError(redirectUris)) return redirectUris;
  const method = parsed.data.token_endpoint_auth_method ?? usualMethod;
  return (
    methodProblem(context, parsed.data, method) ??
    metadataProblem(context, parsed.data) ??
    accepted(context, parsed.data, redirectUris, method)
  );
}

/** RFC 7591 §2: who names no method has a secret, where there are such. */
const usualMethodOf = ({ profile }: OAuthContext): string =>
  profile.features.includes('confidential-clients') ? 'client_secret_basic' : 'none';

function methodProblem({ behaviours, profile }: OAuthContext, given: Metadata, method: string): TokenError | undefined {
  if (!profile.features.includes('confidential-clients')) {
    if (behaviours.clientIsPublic(given.token_endpoint_auth_method ?? undefined)) return undefined;
    return invalid('token_endpoint_auth_method must be none: clients here are public.');
  }
  const offered = methodsOf(profile);
  if (!behaviours.authenticationMethodIsOffered(method, offered)) {
    return invalid(`token_endpoint_auth_method must be one of ${offered.join(', ')}.`);
  }
  const keys = given.jwks?.keys;
  if (method === 'private_key_jwt' && !keys?.length && !given.jwks_uri) {
    return invalid('private_key_jwt needs jwks with a key, or jwks_uri.');
  }
  if (keys && !behaviours.keysArePublic(keys)) return invalid('jwks must hold public keys, and only such.');
  if (given.jwks_uri && !given.jwks_uri.startsWith('https:')) return invalid('jwks_uri must be an https URL.');
  return undefined;
}

function metadataProblem({ behaviours }: OAuthContext, given: Metadata): TokenError | undefined {
  if (!behaviours.grantsFitTheFlow(given.grant_types ?? ['authorization_code'], given.response_types ?? ['code'])) {
    return invalid('grant_types must hold authorization_code, and response_types code.');
  }
  if (!behaviours.keysAreGivenOneWay(Boolean(given.jwks), Boolean(given.jwks_uri))) {
    return invalid('Give jwks or jwks_uri, not both.');
  }
  if (given.client_name && !behaviours.clientNameIsPrintable(given.client_name)) {
    return invalid(
      'client_name must be 1 to 100 characters, not blank, with none that hide or reorder text (joined emoji have one).',
    );
  }
  const links = [given.client_uri, given.logo_uri, given.tos_uri, given.policy_uri, given.jwks_uri];
  if (!links.every((link) => !link || behaviours.displayLinkIsAWebPage(link))) {
    return invalid('client_uri, logo_uri, tos_uri, policy_uri and jwks_uri must be web addresses.');
  }
  return undefined;
}

function accepted(
  { profile }: OAuthContext,
  given: Metadata,
  redirectUris: string[],
  method: string,
): AcceptedMetadata {
  const asked = given.grant_types ?? ['authorization_code'];
  const grantTypes = asked.filter((grant) => offeredGrants.includes(grant));
  const supported = profile.scopes.map(({ name }) => name);
  const scopes = scopeList(given.scope ?? '').filter((scope) => supported.includes(scope));
  const metadata = {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined)),
    redirect_uris: redirectUris,
    token_endpoint_auth_method: method,
    grant_types: grantTypes,
    response_types: ['code'],
    // Clients leave scope out, or send an empty one, and ask for more later: what is granted is the user's choice.
    scope: (scopes.length > 0 ? scopes : supported).join(' '),
  };
  const keys = given.jwks?.keys as JWK[] | undefined;
  return {
    clientName: given.client_name || 'A client without a name',
    redirectUris,
    grantTypes,
    method,
    ...(keys && { jwks: keys }),
    ...(given.jwks_uri && { jwksUri: given.jwks_uri }),
    metadata,
  };
}

/** The client that was accepted, as it is kept. */
export const clientOf = (
  clientId: string,
  { clientName, redirectUris, grantTypes, method, jwks, jwksUri, metadata }: AcceptedMetadata,
): Client => ({
  clientId,
  clientName,
  redirectUris,
  grantTypes,
  ...(method !== 'none' && { method }),
  ...(jwks && { jwks }),
  ...(jwksUri && { jwksUri }),
  ...(metadata.dpop_bound_access_tokens === true && { boundTokens: true }),
});
