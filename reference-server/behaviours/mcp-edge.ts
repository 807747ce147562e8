/** What the MCP endpoint decides about a request before any protocol era is looked at, and about who may call what. */
export const mcpEdgeBehaviours = {
  /** MCP transport, "Security Warning": an `Origin` that is sent is one of ours; programs send none. */
  originIsAllowed: (origin: string | undefined, allowed: readonly string[]): boolean =>
    origin === undefined || allowed.includes(origin),

  /** DNS rebinding: `Host` names this gateway and nothing else. */
  hostIsAllowed: (host: string | undefined, allowed: readonly string[]): boolean =>
    allowed.includes((host ?? '').toLowerCase()),

  /** OAuth 2.1 §5.1: the token counts from the `Authorization` header; one in the query is as good as none. */
  tokenIsTakenFromTheHeader: (header: string | undefined, _query: string | undefined): string | undefined => header,

  /** OAuth 2.1 §5.3.2: a token sent in two ways is a malformed request. */
  tokenIsSentOnce: (header: string | undefined, query: string | undefined): boolean =>
    header === undefined || query === undefined,

  /** RFC 9110 §11.1: the name of the scheme has no case. */
  schemeIsBearer: (scheme: string): boolean => scheme.toLowerCase() === 'bearer',

  /** RFC 6750 §2.1: after the scheme comes one token in its alphabet, and nothing else. */
  credentialsAreOneToken: (token: string, rest: readonly string[]): boolean =>
    /^[\w.~+/-]+=*$/.test(token) && rest.length === 0,

  /** RFC 6750 §3: without a valid token nothing is answered but 401. `verified` is the verdict on the token. */
  tokenIsRequired: (verified: boolean): boolean => verified,

  /** RFC 9728 §5.1, CT-3: the challenge says where the protected resource metadata is. */
  challengeNamesResourceMetadata: (url: string): string | undefined => url,

  /** MCP authorization, "Scope Selection Strategy": the challenge says which scopes would do. */
  challengeNamesScope: (scopes: readonly string[]): string | undefined => scopes.join(' ') || undefined,

  /** RFC 6750 §3.1: a token that was sent and is no good is called so; a request without one gets no error code. */
  challengeNamesError: (error: string | undefined): string | undefined => error,

  /** A body is read up to so many bytes. */
  bodyIsWithinTheLimit: (bytes: number, limit: number): boolean => bytes <= limit,

  /** MCP transport: a body is JSON and says so. */
  contentTypeIsJson: (contentType: string | undefined): boolean =>
    /^application\/json\s*(;|$)/i.test((contentType ?? '').trim()),

  /** RFC 9110 §12.5.1: what the client accepts covers what it would get. */
  answerIsAcceptable: (accept: string | undefined, type: 'application/json' | 'text/event-stream'): boolean =>
    accept === undefined ||
    accept.split(',').some((range) => {
      const [media = '', ...parameters] = range.toLowerCase().split(';');
      const covers = [type, `${type.split('/')[0]}/*`, '*/*'].includes(media.trim());
      return covers && !parameters.some((parameter) => /^\s*q\s*=\s*0(\.0*)?\s*$/.test(parameter));
    }),

  /** MCP tools, "Security Considerations": invocations are what is limited; listing and connecting are not. */
  callCountsAgainstTheLimit: (method: string): boolean => method === 'tools/call',

  /** The limit belongs to the user: another session, client or address does not help. */
  limitCountsByUser: (
    user: string,
    _session: string | undefined,
    _address: string | undefined,
    _client: string,
  ): string => user,

  /** A token bucket gives while it holds a whole token. */
  bucketHasRoom: (tokens: number): boolean => tokens >= 1,

  /** RFC 6585 §4, RFC 9110 §15.5.21: over the limit is 429 and nothing else. */
  overTheLimitIs429: (): number => 429,

  /** RFC 9110 §10.2.3: whole seconds, and enough of them that the next request is served. */
  retryAfterIsSent: (seconds: number): string | undefined => String(Math.max(1, Math.ceil(seconds))),

  /** CT-5, MCP authorization: the token holds the scope, or one that contains it. */
  scopeCoversTool: (needed: string, held: readonly string[], containing: readonly string[]): boolean =>
    [needed, ...containing].some((scope) => held.includes(scope)),

  /** CT-5: what the token may not call is not shown to it either. */
  toolIsListedForScope: (needed: string, held: readonly string[], containing: readonly string[]): boolean =>
    [needed, ...containing].some((scope) => held.includes(scope)),

  /** MCP authorization, "Scope Challenge Handling": too little scope is 403. */
  insufficientScopeIs403: (): number => 403,

  /** CT-E2: calls are for the paid plan; connecting and listing are for all. */
  planAllowsCalls: (plan: string): boolean => plan === 'elite',

  /** CT-2: the trade tools need the add-on, online and recent enough. Versions are three numbers with dots. */
  addonIsRecentEnough: (version: string, least: string): boolean => {
    const numbers = (text: string) => text.split('.').map(Number);
    const [have, need] = [numbers(version), numbers(least)];
    const differing = need.findIndex((part, index) => part !== (have[index] ?? 0));
    return differing === -1 || (have[differing] ?? 0) > need[differing]!;
  },

  /** CT-E7: trade tools are listed while the trading platform is connected. */
  addonIsOnline: (connected: boolean): boolean => connected,

  /** CT-E7: the add-on being offline is 408 `addon_disconnected`, not a tool error. */
  addonOfflineIs408: (): number => 408,

  /** AR-14: the brokerage's refusal of the grant ends it, and the client hears 401. */
  upstreamRefusalEndsTheGrant: (brokerStatus: number): boolean => brokerStatus === 401,

  /** MCP tools, "Input validation": arguments are what the input schema says. */
  argumentsMatchSchema: (valid: boolean): boolean => valid,

  /** MCP tools, "Error Handling": what the brokerage refuses is told to the model as a tool error. */
  brokerErrorIsAToolError: (): boolean => true,

  /** CN-9 and `brokerage.md` §2.1: the brokerage's own numeric code reaches the model. */
  brokerCodeIsPassedOn: (code: number | string | undefined): number | string | undefined => code,

  /** An order whose answer was lost may stand: its outcome is unknown, not failed. */
  lostAnswerIsAnUnknownOutcome: (answered: boolean): boolean => !answered,

  /** An order whose answer was lost is never sent again by the gateway: it might be bought twice. */
  orderIsNotSentAgain: (sent: number): boolean => sent >= 1,

  /** MCP tools, "Output Schema": structured content is repeated as text, and they agree. */
  textAgreesWithStructure: (structured: string): string => structured,

  /** No token of a client is passed on: the brokerage gets the gateway's own. */
  upstreamTokenIsOurOwn: (upstream: string, _presented: string): string => upstream,
};
