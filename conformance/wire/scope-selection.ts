import type { Discovery } from '../vocabulary/discovery.ts';
import { OFFLINE } from './offline-access.ts';

/** The single names in a scope parameter, and in a list of the metadata: what is no text is none. */
export const words = (scope: unknown): string[] => (typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []);
export const listed = (scopes: unknown): string[] =>
  Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];

/** Several scopes as one, each once, in the order in which they came. */
export const union = (...scopes: (string | undefined)[]): string | undefined =>
  [...new Set(scopes.flatMap(words))].join(' ') || undefined;

/**
 * The scope that a client asks for (MCP authorization, “Scope Selection Strategy”): what the challenge names, else all
 * that the resource metadata lists, else none; `offline_access` besides, where the authorization server lists it. A
 * name that nobody announced is never asked for.
 */
export function scopeToAsk({ challenge, resourceMetadata, authorizationServer }: Discovery): string | undefined {
  const challenged = words(challenge?.params.scope);
  const chosen = challenged.length > 0 ? challenged : listed(resourceMetadata?.doc.scopes_supported);
  const offline = listed(authorizationServer?.doc.scopes_supported).includes(OFFLINE) ? OFFLINE : undefined;
  return union(chosen.join(' '), offline);
}
