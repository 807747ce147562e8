import { Untestable } from '../vocabulary/expect.ts';
import type { OAuthClient, Overrides } from '../vocabulary/oauth.ts';

/** How a client shows the token endpoint who it is (RFC 6749 §2.3.1, OpenID registration). */
export const METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const;
export type Method = (typeof METHODS)[number];

const listed = (server: { token_endpoint_auth_methods_supported?: unknown }): unknown[] | undefined => {
  const methods = server.token_endpoint_auth_methods_supported;
  return Array.isArray(methods) && methods.length > 0 ? methods : undefined;
};

/**
 * What a client may register for, in this order: no secret where the server takes that, or does not say what it takes.
 * `Untestable` where it takes only what we cannot do.
 */
export function methodsToRegister(server: object): Method[] {
  const methods = listed(server);
  const found = methods ? METHODS.filter((method) => methods.includes(method)) : (['none'] as const);
  if (found.length > 0) return [...found];
  throw new Untestable(`needs a client that can do one of ${methods!.join(', ')}`);
}

/** What a client with this document of its own does: what the server wrote there, else what it takes, basic first. */
export function methodOf(server: object, { clientSecret }: OAuthClient, registered?: unknown): Method {
  const known = METHODS.find((method) => method === registered);
  if (known && (known === 'none' || clientSecret)) return known;
  if (!clientSecret) return 'none';
  const methods = listed(server);
  return methods && !methods.includes('client_secret_basic') && methods.includes('client_secret_post')
    ? 'client_secret_post'
    : 'client_secret_basic';
}

const encoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/** The parameters and headers by which a client shows who it is. */
export function authentication(
  method: Method,
  { clientId, clientSecret = '' }: OAuthClient,
): { params: Overrides; headers: Record<string, string> } {
  if (method === 'client_secret_basic') {
    const pair = `${encoded(clientId)}:${encoded(clientSecret)}`;
    return { params: {}, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
  }
  const secret = method === 'client_secret_post' ? { client_secret: clientSecret } : {};
  return { params: { client_id: clientId, ...secret }, headers: {} };
}
