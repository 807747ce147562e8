/** Where the gateway of the reference serves the metadata of its MCP URL, which mutants rewrite. */
export const ofResource = '/.well-known/oauth-protected-resource/mcp';
/** Where it serves those of its authorization server. */
export const ofServer = '/.well-known/oauth-authorization-server';

/** A URL over https, or on loopback. */
export function isSafe(given: unknown): boolean {
  if (typeof given !== 'string' || !URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}
