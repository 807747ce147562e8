/** What is decided about calls that ask before they answer, and about what is said meanwhile. Times are milliseconds. */
export const conversationBehaviours = {
  /** MCP 2026-07-28, "Multi Round-Trip Requests": state that was changed on its way is refused; `intact` is the outcome of the calculation. */
  requestStateIsIntact: (intact: boolean): boolean => intact,

  /** The same: state is of the user and client that it was given to. */
  requestStateIsTheirs: (
    kept: { userId: string; clientId: string },
    caller: { userId: string; clientId: string },
  ): boolean => kept.userId === caller.userId && kept.clientId === caller.clientId,

  /** The same: state is for the request that it came from. Both are digests of method, name and arguments. */
  requestStateIsForThisRequest: (kept: string, request: string): boolean => kept === request,

  /** The same: state expires soon. */
  requestStateIsFresh: (expiresAt: number, now: number): boolean => now < expiresAt,

  /** The same: what may happen once only takes a note that it has; `used` says that it was there. */
  requestStateIsUsedOnce: (used: boolean): boolean => !used,

  /** The same: only questions that were asked have replies. */
  repliesAreToWhatWasAsked: (key: string, asked: readonly string[]): boolean => asked.includes(key),

  /** MCP, "Elicitation": nothing but an explicit yes is one. */
  userSaidYes: (action: unknown, confirmed: unknown): boolean => action === 'accept' && confirmed === true,

  /** MCP lifecycle: a client is asked only for what it declared. */
  clientCanBeAsked: (declared: boolean): boolean => declared,

  /** MCP, "Logging": the level that the client set, or the gateway's own where it may choose; undefined sends nothing. */
  logLevelIsReached: (level: number, wanted: number | undefined): boolean => wanted !== undefined && level >= wanted,

  /** MCP 2026-07-28, "Custom Headers": header and argument are one value, or neither is there. */
  paramHeaderAgreesWithBody: (header: string | undefined, argument: string | undefined): boolean => header === argument,

  /** The same: characters that no header may have are refused; clients encode them. */
  paramHeaderIsPlain: (plain: boolean): boolean => plain,

  /** MCP 2025-11-25, "Timeouts": a question that nobody answers is given up, and the client is told. Seconds. */
  questionWaitsFor: (confirmation: number): number => confirmation,

  /** MCP 2025-11-25, "Listening for Messages from the Server": what is about a request goes the way of its answer. */
  relatedGoesWithItsRequest: (related: boolean): boolean => related,

  /** MCP, "Progress": told only to those who gave a token for it. */
  progressIsWanted: (token: unknown): boolean => token !== undefined,
};
