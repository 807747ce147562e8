import { takesFixtures } from '../fixtures/official/index.ts';
import { dynamicClient } from './dynamic-client/index.ts';
import type { Feature } from './facts.ts';
import { gold } from './gold/index.ts';
import { mintedToken } from './minted-token/index.ts';
import { partnerKey } from './partner-key/index.ts';
import type { Profile } from './profile.ts';
import { staticClient } from './static-client/index.ts';

/** Every profile that there is: one folder each. */
const all = [staticClient, dynamicClient, mintedToken, partnerKey, gold];

export type ProfileId = (typeof all)[number]['id'];

/** The same, by id. */
export const profiles = Object.fromEntries(all.map((one) => [one.id, one])) as {
  readonly [Id in ProfileId]: Profile<Id>;
};

/** Whether a product has this. */
export const productHas = (id: ProfileId, feature: Feature): boolean => profiles[id].features.includes(feature);

/** Whether what the official conformance suite asks for can be added to this profile. */
export const mayHaveFixtures = (id: ProfileId): boolean => takesFixtures(profiles[id]);
