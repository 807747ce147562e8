import type { WayIn } from '../oauth/oauth-context.ts';
import type { ProfileFacts } from './facts.ts';

/** Everything that tells one modelled product from another. */
export interface Profile<Id extends string = string> extends ProfileFacts {
  id: Id;
  wayIn: WayIn;
}

/** Declares a profile and keeps its id as a type, so that the list of profiles knows the ids that there are. */
export const profile = <const Id extends string>(declaration: Profile<Id>): Profile<Id> => declaration;
