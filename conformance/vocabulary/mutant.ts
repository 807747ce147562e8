import type { BrokerBehaviours } from '../../mock-broker/behaviours.ts';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { GatewayBehaviours } from '../../reference-server/behaviours.ts';
import type { Feature } from './features.ts';

/** Every behaviour of both servers; a mutant replaces one. */
export type Behaviours = BrokerBehaviours & GatewayBehaviours;

/** A sin, by name: one behaviour replaced, or one response rewritten at the edge where a library decides. */
export interface Mutant {
  name: string;
  replaces?: Partial<Behaviours>;
  rewrites?: { at: 'gateway' | 'broker'; response(response: EdgeResponse): EdgeResponse };
  /** Shows only where the gateway has all of these. */
  needs?: readonly Feature[];
  /** Breaks what no profile has: shown on the small door of the tests, `dev/testing/small-door.ts`. */
  elsewhere?: true;
}
