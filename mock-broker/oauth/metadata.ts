import { scopeDescriptions } from './scopes.ts';
import { grantTypes } from './token-endpoint.ts';

/** `/.well-known/oauth-authorization-server` (RFC 8414 §2). There is no registration: keys come from Client Center. */
export const metadata = (origin: string) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/oauth2/authorize`,
  token_endpoint: `${origin}/oauth2/token`,
  revocation_endpoint: `${origin}/oauth2/revoke`,
  jwks_uri: `${origin}/oauth2/jwks`,
  scopes_supported: Object.keys(scopeDescriptions),
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: grantTypes,
  token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
  revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  service_documentation: `${origin}/client-center`,
});
