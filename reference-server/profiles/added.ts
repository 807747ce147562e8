import type { ProfileFacts } from './facts.ts';

/** What one gateway offers of a profile: what its product added later can come while it runs. */
export interface Offer {
  /** From now on, what was added is there. */
  add(): void;
  /** As it was at the start. */
  restore(): void;
}

export function createOffer<Profile extends ProfileFacts>(
  base: Profile,
  withAdded: boolean,
): Offer & { profile: Profile } {
  const profile = { ...(withAdded ? addedTo(base) : base) };
  const asStarted = { ...profile };
  return {
    profile,
    add: () => void Object.assign(profile, addedTo(base)),
    restore: () => void Object.assign(profile, asStarted),
  };
}

const addedTo = <Profile extends ProfileFacts>(profile: Profile): Profile => ({
  ...profile,
  scopes: [...profile.scopes, ...(profile.added?.scopes ?? [])],
  tools: [...profile.tools, ...(profile.added?.tools ?? [])],
  smallestScopes: profile.smallestScopes && [
    ...profile.smallestScopes,
    ...(profile.added?.scopes ?? []).map(({ name }) => name),
  ],
});
