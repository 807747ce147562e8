import { type Feature, isFact, type Offer, type ProductFeature } from './features.ts';

/** A tool by what it is for, as this profile names it and its arguments. */
export interface ToolUse {
  name: string;
  /** Arguments for an account, as the tool of this profile calls one; for the confirmation, to `confirm`. */
  args(account: string): Record<string, unknown>;
}

/** What the suite wants to do with a gateway, whatever its tools are called. */
export const PURPOSES = [
  'accounts',
  'summary',
  'positions',
  'orders',
  'quote',
  'place',
  'confirm',
  'cancel-all',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** How a client gets in, and what such a gateway must offer. */
export interface Profile {
  id: string;
  title: string;
  /** How it is used, line by line, for whoever has five minutes. */
  use?: readonly string[];
  /** What a gateway may offer, and this product does not. */
  without?: readonly Offer[];
  /** What the profile promises: if the target lacks one of these, that is a failure. */
  demands: readonly Offer[];
  /** What its product has beyond that, and other products may lack. */
  features: readonly ProductFeature[];
  scopes: { read: string; trade: string };
  tools: Partial<Record<Purpose, ToolUse>>;
  /** A read tool and a trade tool that need no order to exist, for scope probes. */
  accountField: 'id' | 'account_number';
}

/** Whether a gateway of this profile has all of these, as far as a profile says: the survey finds out the rest. */
export const hasAll = ({ demands, features, without = [] }: Profile, needs: readonly Feature[] = []): boolean =>
  needs.every((need) => {
    if (without.some((one) => one === need)) return false;
    return isFact(need) || [...demands, ...features].some((one) => one === need);
  });

/** Whether the target is graded by a profile that has this. */
export const profileHas = (profile: Profile | undefined, feature: Feature): boolean =>
  profile !== undefined && hasAll(profile, [feature]);
