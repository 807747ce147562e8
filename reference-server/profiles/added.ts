import type { Profile } from './profile.ts';

/** A profile with what its product added later. */
export const addedTo = (profile: Profile): Profile => ({
  ...profile,
  scopes: [...profile.scopes, ...(profile.added?.scopes ?? [])],
  tools: [...profile.tools, ...(profile.added?.tools ?? [])],
  smallestScopes: profile.smallestScopes && [
    ...profile.smallestScopes,
    ...(profile.added?.scopes ?? []).map(({ name }) => name),
  ],
});
