import type { Offer } from '../vocabulary/features.ts';
import type { Survey } from '../vocabulary/survey.ts';
import type { World } from '../vocabulary/world.ts';
import type { TargetContext } from './target.ts';

/** A survey under way: what it finds goes to the target. */
export interface Look {
  target: TargetContext;
  world: World;
  survey: Survey;
  /** Tells a fact in words. */
  learn(fact: string, is: string): void;
  /** Says what is not offered, and why where that is more than that it is not there. */
  lacks(offer: Offer, because?: string): void;
}
