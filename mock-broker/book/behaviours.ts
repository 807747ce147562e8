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
    !['filled', 'canceled', 'expired', 'replaced', 'rejected', 'pending_cancel'].includes(status),
  /** Regulation NMS rule 612: two decimals from a dollar up, four below. */
  priceIsOnATick: (decimals: number, belowADollar: boolean): boolean => decimals <= (belowADollar ? 4 : 2),
  /** `brokerage.md` §2.1: 200 requests a minute an account. */
  requestIsWithinTheRate: (used: number, limit: number): boolean => used < limit,
  /** Outside the session a plain order waits. */
  orderTradesNow: (phase: string, extendedHours: boolean): boolean =>
    phase === 'core' || (extendedHours && (phase === 'pre' || phase === 'post')),
  /** Nothing trades in a symbol that is halted. */
  symbolTradesNow: (halted: boolean): boolean => !halted,
};
