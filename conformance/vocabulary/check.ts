import type { BrokerBehaviours } from '../../mock-broker/behaviours.ts';
import type { EdgeResponse } from '../../mock-broker/index.ts';
import type { GatewayBehaviours } from '../../reference-server/behaviours.ts';
import type { Blame, Level } from '../run/model.ts';
import type { Era } from './era.ts';
import type { Offer } from './features.ts';
import type { World } from './world.ts';

/** Every behaviour of both servers; a mutant replaces one. */
export type Behaviours = BrokerBehaviours & GatewayBehaviours;

/** A sin, by name: one behaviour replaced, or one response rewritten at the edge where a library decides. */
export interface Mutant {
  name: string;
  replaces?: Partial<Behaviours>;
  rewrites?: { at: 'gateway' | 'broker'; response(response: EdgeResponse): EdgeResponse };
  /** Only makes sense in these profiles. */
  profiles?: readonly string[];
}

/** To which targets an obligation applies at all. Everything given must hold. */
export interface Applies {
  needs?: readonly Offer[];
  eras?: readonly Era[];
  profiles?: readonly string[];
}

export interface Check {
  /** `exercise/obligation-in-the-present-tense`; equals the path of its file. */
  id: string;
  /** The obligation as a sentence. */
  title: string;
  /** Ids from `conformance/clauses/`, rows of the guides (`CT-8`), or both. */
  clauses: readonly [string, ...string[]];
  level: Level;
  applies?: Applies;
  /** Positive controls: checks that must be satisfied for this one to mean anything. */
  dependsOn?: readonly string[];
  /** Whose fault a violation is; the gateway's unless told. */
  blame?: Blame;
  /** `exclusive` for a check that moves the clock, fills a limit or registers clients: run alone, from the seeded state. */
  lane?: 'exclusive';
  /** Returns when the obligation is met; throws `Violation`, `Untestable` or `Blocked`. */
  run(world: World): Promise<void>;
  /** What to do about a violation, in plain words. */
  remedy: string;
  /** Each must make this check fail. A name refers to a mutant that another check declares. */
  mutants: readonly [Mutant | string, ...(Mutant | string)[]];
}

/** Declares a check; a check without a mutant does not compile. */
export const check = (declaration: Check): Check => declaration;
