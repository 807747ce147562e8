import Big from 'big.js';

/** What the brokerage decides about orders, requests and connections; spread into the broker's record. */
export const bookBehaviours = {
  /** `brokerage.md` §2.1: a client order id is used once in an account, for ever. */
  clientOrderIdIsUnused: (ordersWithThatId: number): boolean => ordersWithThatId === 0,
  /** What an opening order costs is there. Decimal strings, dollars. */
  buyingPowerCoversTheOrder: (cost: string, available: string): boolean => new Big(cost).lte(available),
  /** A closing order asks for no more than is held and not set aside. Decimal strings, shares. */
  heldQuantityCoversTheOrder: (requested: string, available: string): boolean => new Big(requested).lte(available),
  /** A read-only connection places, changes and cancels nothing. */
  connectionMayWrite: (trading: boolean): boolean => trading,
  /** The token carries the scope that the path asks for. */
  brokerScopeOpensThePath: (scopes: readonly string[], required: string): boolean => scopes.includes(required),
  /** An account answers to its own user only. */
  accountBelongsToTheUser: (account: string, owned: readonly string[]): boolean => owned.includes(account),
  /** Calls through the add-on reach the trading platform only while that runs. */
  addonIsReachable: (connected: boolean): boolean => connected,
  /** An order in a final state stays as it is. */
  orderCanStillBeCanceled: (status: string): boolean =>
    !['filled', 'canceled', 'expired', 'replaced', 'rejected', 'pending_cancel', 'pending_replace'].includes(status),
  /** Only an order that the exchange has taken can be replaced. */
  orderCanBeReplaced: (status: string): boolean => ['new', 'partially_filled', 'stopped'].includes(status),
  /** A replacement asks for more than has been filled already. Decimal strings. */
  replacementExceedsTheFills: (qty: string, filled: string): boolean => new Big(qty).gt(filled),
  /** Regulation NMS rule 612: two decimals from a dollar up, four below. */
  priceIsOnATick: (decimals: number, belowADollar: boolean): boolean => decimals <= (belowADollar ? 4 : 2),
  /** `brokerage.md` §2.1: 200 requests a minute an account. */
  requestIsWithinTheRate: (used: number, limit: number): boolean => used < limit,
  /** Outside the session a plain order waits. */
  orderTradesNow: (phase: string, extendedHours: boolean): boolean =>
    phase === 'core' || (extendedHours && (phase === 'pre' || phase === 'post')),
  /** Nothing trades in a symbol that is halted. */
  symbolTradesNow: (halted: boolean): boolean => !halted,
  /** Paper rule: one fill in ten is partial. `chance` is a seeded number of 32 bits. */
  fillIsPartial: (chance: number): boolean => chance % 10 === 0,
  /** Two orders of one account on opposite sides, which cross, would trade with each other. */
  orderWouldMeetAnother: (side: string, otherSide: string): boolean => side !== otherSide,
  /** 15c3-5: no limit more than half away from the market to the bad side. Decimal strings. */
  limitIsNearTheMarket: (side: string, limit: string, market: string): boolean =>
    side === 'buy'
      ? new Big(limit).lte(new Big(market).times('1.5'))
      : new Big(limit).gte(new Big(market).times('0.5')),
  /** 15c3-5: no order beyond five million dollars. */
  sizeIsPlausible: (notional: string): boolean => new Big(notional).lte(5_000_000),
  /** Regulation SHO rule 201: after a fall of a tenth a short has a limit above the bid. */
  shortSaleIsAboveTheBid: (fell: boolean, limit: string | null, bid: string): boolean =>
    !fell || (limit !== null && new Big(limit).gt(bid)),
  /** The rule before June 2026: three day trades in five sessions, then none below $25,000. */
  dayTradeIsAllowed: (dayTrades: number, belowMinimum: boolean): boolean => dayTrades < 3 || !belowMinimum,
};
