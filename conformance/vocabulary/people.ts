import type { UserAgent } from './user-agent.ts';

/** Who builds a product on the gateway, and mints tokens for its users. */
export interface MintingPlatform {
  clientId: string;
  clientSecret: string;
}

/** Somebody with an account at the brokerage, and a browser of their own. */
export interface Person {
  id?: string;
  /** A Client ID that was made along with the person. */
  clientId?: string;
  email: string;
  password: string;
  accounts: { id: string; account_number: string }[];
  browser: UserAgent;
  /** The platform that mints tokens for them: `email` is then their user id there, and `password` their secret. */
  platform?: MintingPlatform;
  /** Their connection to the broker, where a hook made it. */
  connectionId?: string;
  /** Nobody in truth: a browser without anybody who could sign in. */
  nobody?: true;
}

/** What sets somebody of the configuration apart, as `traits:` says it. */
export const TRAITS = {
  'read-only': 'their connection to the brokerage may not trade',
  'no-plan': 'they are without the paid plan',
  'two-accounts': 'they have two accounts',
  newcomer: 'nobody has asked them for permission yet',
  disposable: 'they may be locked out or shut off',
  'no-access': 'they have no partner access, and no key that is active',
  unconnected: 'no broker is connected yet',
} as const;
export type Trait = keyof typeof TRAITS;

export interface Traits {
  /** A connection that may trade; yes unless told. */
  trading?: boolean;
  /** `elite`, the paid plan, unless told. */
  plan?: 'elite' | 'free';
  accounts?: number;
  /** Somebody who may be locked out or shut off: never a person from the configuration. */
  disposable?: boolean;
  /** Their connection to the broker, where a platform makes them: one that trades unless told. */
  connection?: 'trade' | 'read' | 'none';
  /** Whom the platform calls by this name. */
  userId?: string;
  /** Partner access, where accounts need it; yes unless told. */
  partner?: boolean;
  /** Of the second platform. */
  ofAnotherPlatform?: boolean;
  /** Somebody who was not asked for permission yet, where a brokerage asks the first time only. */
  newcomer?: boolean;
}
