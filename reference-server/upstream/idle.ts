/**
 * Milliseconds for which a connection to the brokerage is kept that nobody uses: an order that is sent into one which the
 * brokerage is closing is an order of which nobody knows what became of it.
 */
export const idleMs = 4_000;
