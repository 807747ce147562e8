import type { Discovery } from '../vocabulary/discovery.ts';
import type { OAuthClient, Overrides } from '../vocabulary/oauth.ts';

/** The ways in which a client can show a secret that everybody knows (RFC 6749 §2.3.1). */
export const SECRET_METHODS = ['client_secret_post', 'client_secret_basic'] as const;
export type SecretMethod = (typeof SECRET_METHODS)[number];

export const isSecretMethod = (value: unknown): value is SecretMethod => SECRET_METHODS.some((one) => one === value);

/** Those of them that a server's metadata offers. */
export function offeredSecretMethods({ authorizationServer }: Discovery): SecretMethod[] {
  const listed: unknown = authorizationServer?.doc.token_endpoint_auth_methods_supported;
  return Array.isArray(listed) ? SECRET_METHODS.filter((method) => listed.includes(method)) : [];
}

/** How the suite's own clients authenticate: not at all, as MCP clients do, unless the server wants them to. */
export function usualMethod(discovery: Discovery): 'none' | SecretMethod {
  const listed: unknown = discovery.authorizationServer?.doc.token_endpoint_auth_methods_supported;
  if (!Array.isArray(listed) || listed.includes('none')) return 'none';
  return offeredSecretMethods(discovery)[0] ?? 'none';
}

const encoded = (text: string): string => new URLSearchParams({ text }).toString().slice('text='.length);

/** Parameters as this client sends them: its secret goes into the header where it authenticates by that. */
export function asSentBy(
  { authMethod }: Pick<OAuthClient, 'authMethod'>,
  params: Overrides,
): { form: Overrides; headers: Record<string, string> } {
  const { client_id: id, client_secret: secret, ...others } = params;
  if (authMethod !== 'client_secret_basic' || !id || !secret) return { form: params, headers: {} };
  const credentials = Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString('base64');
  return { form: others, headers: { authorization: `Basic ${credentials}` } };
}
