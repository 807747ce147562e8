/** Whom a confirmation was given to, and who comes with it. */
export interface ConfirmationHolder {
  userId: string;
  clientId: string;
  /** SHA-256 of the access token. */
  token: string;
  /** The session that it came in, where there are such. */
  session?: string;
}

/** What an order that takes two calls decides (CN-6, CN-7, CN-8). Times are milliseconds. */
export const twoStepBehaviours = {
  /** CN-7: create_order sends nothing. There is no argument, setting or wording that makes it. */
  orderWaitsForItsConfirmation: (_args: Readonly<Record<string, unknown>>): boolean => true,

  /** CN-7: a confirmation is good until two minutes have passed, to the millisecond. */
  confirmationIsFresh: (expiresAt: number, now: number): boolean => now < expiresAt,

  /** CN-7: it is of one person of one platform, whatever token or session they come with. */
  confirmationIsTheirs: (kept: ConfirmationHolder, caller: ConfirmationHolder): boolean =>
    kept.userId === caller.userId && kept.clientId === caller.clientId,

  /** Expired, unknown, somebody else's: one and the same answer. */
  lostConfirmationsReadTheSame: (words: string, _why: 'unknown' | 'foreign' | 'expired'): string => words,

  /** CN-7: what is sent is what was stored, and shown. */
  orderIsUnchanged: <Order>(stored: Order, _now: Partial<Order>): Order => stored,

  /** CN-7: the one confirmation that takes the order from waiting to sent sends it; `taken` says whether this one did. */
  orderIsSentOnce: (taken: boolean): boolean => taken,

  /** A second confirmation gets the answer of the first. */
  replayAnswersAsBefore: (settled: boolean): boolean => settled,

  /** The name of the order at the broker follows from the confirmation, so that whoever lost the answer finds the order. */
  orderIsNamedAfterItsConfirmation: (derived: string, _random: string): string => derived,

  /** A price that has moved by more than this share since the summary was read is another order. */
  priceIsStillThePreviewed: (then: number, now: number, tolerance: number): boolean =>
    Math.abs(now - then) <= then * tolerance,

  /** What would have been sent at once, and would now wait for the next opening, is another order. */
  marketIsStillOpen: (openThen: boolean, openNow: boolean): boolean => openNow || !openThen,

  /** CN-6: the connection was made with trading. */
  connectionMayTrade: (type: string): boolean => type === 'trade',

  /** An order that nobody has found at the broker for this long after it was sent did not get there. */
  orderHasNotArrived: (sentAt: number, now: number, settleMs: number): boolean => now - sentAt >= settleMs,

  /** CN-8: so many calls in any minute. */
  windowHasRoom: (used: number, limit: number): boolean => used < limit,

  /** CN-8: a call that trades counts among all calls too. */
  windowsOfACall: (trades: boolean): readonly ('all' | 'trade')[] => (trades ? ['all', 'trade'] : ['all']),

  /** CN-8: over the limit is a tool error, which the model reads, and not HTTP's 429. */
  overTheWindowIsAToolError: (): boolean => true,

  /** The broker refused the gateway's own credentials: the client's token is as good as before. */
  brokersUnauthorizedIsNotTheClients: (brokerStatus: number): boolean => brokerStatus === 401,
};
