import Big from 'big.js';

// Quotients are the only inexact results; eighteen places is nine beyond any quantity the API takes.
Big.DP = 18;
Big.RM = Big.roundHalfEven;
// Plain digits for every size that a request may carry.
Big.PE = 30;
Big.NE = -30;

export const zero = new Big(0);

/** A decimal string without an exponent or trailing zeros. */
export const plain = (value: Big): string => value.toFixed();

/** At most `places` decimals, for values that came of a division. */
export const rounded = (value: Big, places: number): string => value.round(places, Big.roundHalfEven).toFixed();

export const decimals = (value: Big): number => Math.max(0, value.c.length - value.e - 1);

export const larger = (a: Big, b: Big): Big => (a.gt(b) ? a : b);
export const smaller = (a: Big, b: Big): Big => (a.lt(b) ? a : b);
