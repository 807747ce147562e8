import { bookBehaviours } from './book/behaviours.ts';

/**
 * The decisions of the mock brokerage that a clause or a guide speaks about, each a small pure function that can be
 * false. A mutant replaces exactly one. They take plain data, never the record itself, and never throw.
 * Names are assertions, and unique over this record and the gateway's.
 */
export const brokerBehaviours = {
  ...bookBehaviours,

  /** RFC 6749 §3.1.2.3, AR-E1: the redirect URI is one of those registered, character for character. */
  brokerRedirectUriIsRegistered: (given: string, registered: readonly string[]): boolean => registered.includes(given),
};

export type BrokerBehaviours = typeof brokerBehaviours;
