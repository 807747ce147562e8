const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost'];

function parse(uri: string): URL | undefined {
  return URL.canParse(uri) ? new URL(uri) : undefined;
}

/** RFC 8252 §7.3: plain http to the machine itself. Spaces and the like would let two parsers see two hosts. */
function isLoopback(uri: string): boolean {
  const url = parse(uri);
  if (url?.protocol !== 'http:' || !/^http:\/\/[\x21-\x7e]+$/i.test(uri)) return false;
  return loopbackHosts.includes(url.hostname) && !url.username && !url.password && !uri.includes('#');
}

function withoutLoopbackPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:\[::1\]|[^/:?#]+)):\d+/i, '$1');
}

/** What the gateway decides about an authorization request before anybody signs in. */
export const authorizationRequestBehaviours = {
  /** OAuth 2.1 §3.1: no parameter of the specification occurs twice. */
  parametersAreNotRepeated: (repeated: readonly string[]): boolean => repeated.length === 0,

  /** AR-4: a request without a Client ID stops on a page that says where to get one. */
  clientIdIsGiven: (clientId: string | undefined): boolean => clientId !== undefined,

  /** The gateway's own client at the brokerage has a secret and a contract: nobody else connects in its name. */
  clientIdIsNotTheGatewaysOwn: (clientId: string, own: string): boolean => clientId !== own,

  /** OAuth 2.1 §4.1.2.1: only a registered client is served; `registered` is what the register says of it. */
  clientIsRegistered: (registered: boolean): boolean => registered,

  /** OAuth 2.1 §4.1.1: the redirect URI equals a registered one, character for character. */
  redirectUriIsRegistered: (given: string, registered: readonly string[]): boolean => registered.includes(given),

  /** RFC 8252 §7.3: only the port of a loopback redirect URI may differ; scheme, host, path and query may not. */
  loopbackPortMayDiffer: (given: string, registered: readonly string[]): boolean =>
    isLoopback(given) &&
    registered.some((other) => isLoopback(other) && withoutLoopbackPort(other) === withoutLoopbackPort(given)),

  /** OAuth 2.1 §4.1.1: `redirect_uri` may be left out only where exactly one is registered. */
  soleRedirectUriIsTheDefault: (registeredCount: number): boolean => registeredCount === 1,

  /** For keys of Client Center: the redirect URI is a known platform's, or one of its kind where it differs by connection. */
  redirectUriIsAKnownPlatforms: (given: string, callbacks: readonly { uri: string; prefix: boolean }[]): boolean =>
    callbacks.some(
      ({ uri, prefix }) => (prefix ? /^[\w-]+$/.test(given.slice(uri.length)) : given === uri) && given.startsWith(uri),
    ),

  /** For keys of Client Center, RFC 8252 §7.3: a program on the user's machine listens at a loopback address, on any port. */
  redirectUriIsLoopback: (given: string): boolean => isLoopback(given),

  /** OAuth 2.1 §4.1.2.1: an error goes to a redirect URI only once that is known to be the client's; else on a page. */
  errorMayBeRedirected: (redirectUriVerified: boolean): boolean => redirectUriVerified,

  /** RFC 9700 §4.11.2: a target that registered itself receives not even an error before the user has signed in. */
  selfRegisteredTargetWaitsForSignIn: (selfRegistered: boolean): boolean => selfRegistered,

  /** OAuth 2.1 §4.1.2: the client gets its state back unchanged, with a code and with an error. */
  stateIsReturned: (state: string | undefined): string | undefined => state,

  /** RFC 9207 §2: every authorization response names its issuer; undefined sends none. */
  issuerIsReturned: (issuer: string): string | undefined => issuer,

  /** OAuth 2.1 §4.1.1: `code` is the only response type. */
  responseTypeIsCode: (responseType: string | undefined): boolean => responseType === 'code',

  /** OAuth 2.1 §4.1.1: a client must send a code challenge, one with a secret as well. */
  codeChallengeIsGiven: (challenge: string | undefined, _hasSecret: boolean): boolean => challenge !== undefined,

  /** RFC 7636 §4.3: S256 only, and a method left out means `plain`. */
  codeChallengeMethodIsS256: (method: string | undefined): boolean => method === 'S256',

  /** RFC 7636 §4.2: an S256 challenge is 43 base64url characters. */
  codeChallengeIsWellFormed: (challenge: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(challenge),

  /** RFC 8707 §2, MCP authorization: the resource is this gateway's MCP URL; scheme and host compare without case. */
  resourceIsOurs: (resource: string, mcpUrl: string): boolean =>
    resource.replace(/^[^/]*\/\/[^/]*/, (origin) => origin.toLowerCase()) === mcpUrl,

  /** RFC 8707 §2: `resource` may be repeated, and each of them is asked for: none is dropped in silence. */
  namedResourcesAllCount: (resources: readonly string[]): readonly string[] => resources,

  /** OAuth 2.1 §3.2.2.1: every scope asked for exists here. */
  scopeIsSupported: (scope: string, supported: readonly string[]): boolean => supported.includes(scope),

  /** CT-5: without a scope parameter the client gets the least the profile has. */
  omittedScopeIsTheSmallest: (smallest: readonly string[]): readonly string[] => smallest,
};
