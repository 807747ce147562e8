/** Where a visit ends: in front of the client, which is never asked for anything. */
export interface Goal {
  /** The browser has been sent to the client. */
  isReachedAt(url: URL): boolean;
  /** A page or a redirect was met here on the way: it is no client’s. */
  passes(url: string): void;
}

/** True when the browser has been sent to the client: same scheme, host, port and path, and its own query, in any order. */
export function isCallback(url: URL, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const own = new URL(redirectUri);
  const isThere = url.protocol === own.protocol && url.host === own.host && url.pathname === own.pathname;
  return isThere && [...own.searchParams].every(([name, value]) => url.searchParams.getAll(name).includes(value));
}

const isOnTheWeb = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';
/** A name of the machine itself. */
export const isLoopback = (hostname: string): boolean => /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(hostname);
/** Another name of the machine itself, at the same port: a server that takes one for the other means the client. */
const isTheSameProgram = (url: URL, redirectUri: string): boolean => {
  const own = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  return own?.port === url.port && own.port !== '' && isLoopback(own.hostname) && isLoopback(url.hostname);
};
const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

/**
 * The goal of who opens `visited`. Besides the redirect URI itself, whatever lies at an origin that the request names
 * for its answer is a client’s, and so is what gets an answer with the request’s own state: a server that is wrong
 * about where it sends somebody is a finding, and a request to whoever lives there is not ours to make.
 */
export function goalOf(visited: string, redirectUri: string, known: readonly string[] = []): Goal {
  const request = URL.canParse(visited) ? new URL(visited).searchParams : new URLSearchParams();
  const passed = new Set([originOf(visited), ...known]);
  const clients = new Set([redirectUri, ...request.getAll('redirect_uri')].map(originOf));
  const state = request.get('state');
  const answers = (url: URL): boolean => {
    const [query, fragment] = [url.searchParams, new URLSearchParams(url.hash.slice(1))];
    const said = (name: string) => query.get(name) ?? fragment.get(name);
    return (
      state !== null && said('state') === state && ['code', 'error', 'access_token'].some((one) => said(one) !== null)
    );
  };
  return {
    isReachedAt: (url) =>
      !isOnTheWeb(url) ||
      isCallback(url, redirectUri) ||
      (!passed.has(url.origin) && (clients.has(url.origin) || isTheSameProgram(url, redirectUri) || answers(url))),
    passes: (url) => passed.add(originOf(url)),
  };
}

/** Without a client in sight: only what leaves the web ends the way. */
export const noGoal: Goal = { isReachedAt: (url) => !isOnTheWeb(url), passes: () => {} };
