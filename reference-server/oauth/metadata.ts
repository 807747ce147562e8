import { proofAlgorithms } from '../dpop/proofs.ts';
import { assertionAlgorithms } from './client-assertion.ts';
import { methodsOf } from './methods.ts';
import type { OAuthContext } from './oauth-context.ts';
import { grantTypes } from './token.ts';

/** RFC 9728 §2: what protects the MCP endpoint. */
export function protectedResourceMetadata({ mcpUrl, origin, profile, proofs }: OAuthContext) {
  return {
    resource: mcpUrl,
    authorization_servers: [origin],
    scopes_supported: profile.scopes.map(({ name }) => name),
    bearer_methods_supported: ['header'],
    ...(proofs && { dpop_signing_alg_values_supported: proofAlgorithms, dpop_bound_access_tokens_required: false }),
    resource_name: 'Meridian Gateway',
    resource_documentation: `${origin}/`,
  };
}

/** RFC 8414 §2, and the same at the OpenID path for clients that look only there. */
export function authorizationServerMetadata({ origin, profile, proofs }: OAuthContext) {
  const methods = methodsOf(profile);
  const algorithms = methods.includes('private_key_jwt') ? assertionAlgorithms : undefined;
  const proving = methods.filter((method) => method !== 'none');
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    ...(profile.features.includes('registration') && { registration_endpoint: `${origin}/oauth/register` }),
    ...(profile.features.includes('metadata-documents') && { client_id_metadata_document_supported: true }),
    jwks_uri: `${origin}/oauth/jwks`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: grantTypes,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    ...(algorithms && {
      token_endpoint_auth_signing_alg_values_supported: algorithms,
      revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    }),
    ...(proofs && { dpop_signing_alg_values_supported: proofAlgorithms }),
    ...(profile.features.includes('introspection') && {
      introspection_endpoint: `${origin}/oauth/introspect`,
      introspection_endpoint_auth_methods_supported: proving,
      introspection_endpoint_auth_signing_alg_values_supported: algorithms,
    }),
    scopes_supported: profile.scopes.map(({ name }) => name),
    authorization_response_iss_parameter_supported: true,
    service_documentation: `${origin}/`,
  };
}
