import type { Profile } from '../vocabulary/profile.ts';
import { dynamicClient } from './dynamic-client.ts';
import { gold } from './gold.ts';
import { mintedToken } from './minted-token.ts';
import { partnerKey } from './partner-key.ts';
import { staticClient } from './static-client.ts';

/** The profiles, by id: one file each. */
export const PROFILES = {
  'static-client': staticClient,
  'dynamic-client': dynamicClient,
  'minted-token': mintedToken,
  'partner-key': partnerKey,
  gold,
} as const satisfies Record<string, Profile>;

export type ProfileId = keyof typeof PROFILES;

export const PROFILE_IDS = Object.keys(PROFILES) as ProfileId[];

export const isProfileId = (id: string | undefined): id is ProfileId => id !== undefined && Object.hasOwn(PROFILES, id);
