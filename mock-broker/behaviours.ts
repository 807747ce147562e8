import { bookBehaviours } from './book/behaviours.ts';
import { oauthBehaviours } from './oauth/behaviours.ts';

/**
 * The decisions of the mock brokerage that a clause or a guide speaks about, each a small pure function that can be
 * false. A mutant replaces exactly one. They take plain data, never the record itself, and never throw.
 * Names are assertions, and unique over this record and the gateway's.
 */
export const brokerBehaviours = {
  ...bookBehaviours,
  ...oauthBehaviours,
};

export type BrokerBehaviours = typeof brokerBehaviours;
