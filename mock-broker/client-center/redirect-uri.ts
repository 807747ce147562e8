import type { Partner } from '../types.ts';

const loopback = ['127.0.0.1', '[::1]', 'localhost'];

/** Why a redirect URI cannot be saved, in one sentence; undefined if it can. */
export function redirectUriProblem(given: string): string | undefined {
  if (given === '') return 'The redirect URI is missing: paste the address that the app or gateway names.';
  if (given.length > 2000) return 'The redirect URI is longer than 2000 characters.';
  if (/[\s\\<>"]/.test(given) || !URL.canParse(given)) {
    return 'The redirect URI is not an absolute URL such as https://gateway.example/auth/callback.';
  }
  const url = new URL(given);
  if (given.includes('#')) return 'The redirect URI has a fragment: leave out the # and what follows it.';
  if (url.username || url.password) return 'The redirect URI holds a user name or password: leave it out.';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return `The redirect URI starts with ${url.protocol} where it must start with https:.`;
  if (loopback.includes(url.hostname)) return undefined;
  return 'The redirect URI starts with http:, which is for this computer only (127.0.0.1, localhost): use https:.';
}

/** A redirect URI that can be saved but will not work, in one sentence that names the mistake (AR-3, AR-E1). */
export function redirectUriWarning(
  given: string,
  use: 'gateway' | 'direct',
  partners: readonly Partner[],
): string | undefined {
  const asMcpUrl = partners.find(({ mcpUrl }) => withoutSlash(mcpUrl) === withoutSlash(given));
  if (asMcpUrl) {
    const right = use === 'gateway' ? asMcpUrl.redirectUris[0] : 'the one that your platform shows';
    return `This is the MCP URL of ${asMcpUrl.name}. It goes into the AI platform; the redirect URI to save here is ${right}.`;
  }
  const callbacks = partners.flatMap(({ name, redirectUris }) => redirectUris.map((uri) => ({ name, uri })));
  const exact = callbacks.find(({ uri }) => uri === given);
  if (exact && use === 'direct') {
    return `This is the callback of ${exact.name}. A key for direct use holds the redirect URI of the platform itself.`;
  }
  if (exact || use === 'direct') return undefined;
  const near = callbacks.find(({ uri }) => comparable(uri) === comparable(given));
  return near && `This is nearly the callback of ${near.name}, but it must be exactly ${near.uri}.`;
}

const withoutSlash = (uri: string): string => uri.replace(/\/+$/, '');

/** The same for addresses that differ in scheme, upper case or a slash at the end only. */
const comparable = (uri: string): string =>
  withoutSlash(uri)
    .toLowerCase()
    .replace(/^https?:/, '');
