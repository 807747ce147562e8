import type { Discovery } from '../vocabulary/discovery.ts';

/** The scope by which a client asks for a refresh token, where a server lists it (OpenID Connect Core §11; MCP 2026-07-28). */
export const OFFLINE = 'offline_access';

const lists = (value: unknown, item: string): boolean => Array.isArray(value) && value.includes(item);

/**
 * What makes a server that lists `offline_access` issue refresh tokens: the scope, and the question that OpenID servers
 * ask for it. The scope stays as it was where it is not listed.
 */
export function askingForRefreshTokens(
  { authorizationServer, resourceMetadata }: Discovery,
  scope: string | undefined,
): { scope?: string | undefined; prompt?: string } {
  const server = authorizationServer?.doc;
  if (!lists(server?.scopes_supported, OFFLINE)) return { scope };
  const selected = scope ?? namedScopes(resourceMetadata?.doc.scopes_supported);
  const all = new Set([...(selected ?? '').split(' ').filter(Boolean), OFFLINE]);
  const isOpenId = lists(server?.scopes_supported, 'openid') || lists(server?.prompt_values_supported, 'consent');
  return { scope: [...all].join(' '), ...(isOpenId ? { prompt: 'consent' } : {}) };
}

const namedScopes = (listed: unknown): string | undefined =>
  Array.isArray(listed) ? listed.filter((one) => typeof one === 'string').join(' ') : undefined;
