/** Where the gateway of the reference serves the metadata of its MCP URL, which mutants rewrite. */
export const ofResource = '/.well-known/oauth-protected-resource/mcp';
/** Where it serves those of its authorization server. */
export const ofServer = '/.well-known/oauth-authorization-server';

/** A URL of this computer, not over https. */
export function isOnLoopback(given: unknown): boolean {
  if (typeof given !== 'string' || !URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

/** A URL over https, or on loopback. */
export const isSafe = (given: unknown): boolean =>
  isOnLoopback(given) || (typeof given === 'string' && URL.canParse(given) && new URL(given).protocol === 'https:');
