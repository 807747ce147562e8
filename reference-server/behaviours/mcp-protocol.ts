/** What the MCP endpoint decides about the protocol itself: versions, headers, sessions, streams. Times are milliseconds. */
export const mcpProtocolBehaviours = {
  /** MCP 2026-07-28, "Protocol Version Header": only versions that are served are accepted. */
  protocolVersionIsSupported: (version: string | undefined, served: readonly string[]): boolean =>
    version === undefined || served.includes(version),

  /** MCP 2025-11-25, "Version Negotiation": a version that is not served is answered with the latest that is. */
  negotiatedVersionIsServed: (asked: string, served: readonly string[]): string =>
    served.includes(asked) ? asked : served[0]!,

  /** MCP 2026-07-28, "Server Validation": the required headers are there. */
  requiredHeadersAreSent: (missing: readonly string[]): boolean => missing.length === 0,

  /** MCP 2026-07-28, "Server Validation": `Mcp-Name` is the name in the body, after decoding. */
  nameHeaderMatchesBody: (header: string | undefined, body: string | undefined): boolean =>
    header === undefined || body === undefined || header === body,

  /** MCP 2026-07-28, "Value Encoding": a header of the form `=?base64?…?=` is decoded before it is compared. */
  nameHeaderIsDecoded: (encoded: boolean): boolean => encoded,

  /** MCP 2025-06-18 and later: a body is one message. */
  bodyIsOneMessage: (isArray: boolean): boolean => !isArray,

  /** MCP 2025-11-25, "Session Management": a request after `initialize` names its session. */
  sessionIdIsRequired: (id: string | undefined): boolean => id !== undefined,

  /** MCP 2025-11-25, "Session Management": an ended or unknown session is 404, so that the client starts a new one. */
  unknownSessionIs404: (): number => 404,

  /** MCP 2025-11-25, "Session Management": whoever ends a session with DELETE has ended it. */
  deleteEndsTheSession: (found: boolean): boolean => found,

  /** MCP security best practices, "Session Hijacking": a session is of the user and grant that opened it. */
  sessionBelongsToCaller: (
    session: { userId: string; grantId: string },
    caller: { userId: string; grantId: string },
  ): boolean => session.userId === caller.userId && session.grantId === caller.grantId,

  /** Sessions that nobody uses end by themselves: clients forget to DELETE. */
  sessionIsInUse: (lastUsedAt: number, now: number, idleMs: number): boolean => now - lastUsedAt < idleMs,

  /** One user cannot fill the memory with sessions. */
  userHasRoomForASession: (open: number, limit: number): boolean => open < limit,

  /** JSON-RPC: an id that is being answered is not used again, else the two answers cannot be told apart. */
  requestIdIsNotInFlight: (inFlight: boolean): boolean => !inFlight,

  /** MCP, "Cancellation": what its client has given up is stopped. */
  cancelledRequestStops: (cancelled: boolean): boolean => cancelled,

  /** The same: an id that is none of a request under way stops nothing. */
  cancelledIsTheOneNamed: (named: unknown, _underWay: unknown): unknown => named,

  /** MCP 2026-07-28, the same: whoever hangs up has cancelled. MCP 2025-11-25, "Sending Messages": not in a session. */
  hangingUpCancels: (inASession: boolean): boolean => !inASession,

  /** CT-8: revocation ends sessions and open streams at once. */
  revocationEndsSessions: (revoked: boolean): boolean => revoked,

  /** A stream lives no longer than the token that opened it. */
  streamEndsWithItsToken: (expiresAt: number): number => expiresAt,

  /** MCP 2026-07-28, "Caching": a list that depends on the token is never shared. */
  cacheScopeIsPrivate: (): 'private' | 'public' => 'private',

  /** MCP tools, "List Changed Notification": declared where the list can change, and nowhere else. */
  listChangesAreDeclared: (listCanChange: boolean): boolean => listCanChange,

  /** MCP tools, "List Changed Notification": a change of the list is announced. */
  listChangesAreAnnounced: (changed: boolean): boolean => changed,

  /** MCP tools, "Error Handling": an unknown tool is a protocol error -32602. */
  unknownToolIsAProtocolError: (known: boolean): boolean => !known,
};
