import type { UserAgent } from './user-agent.ts';

/** Somebody with an account at the brokerage, and a browser of their own. */
export interface Person {
  id?: string;
  /** A Client ID that was made along with the person. */
  clientId?: string;
  email: string;
  password: string;
  accounts: { id: string; account_number: string }[];
  browser: UserAgent;
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
  /** Somebody who was not asked for permission yet, where a brokerage asks the first time only. */
  newcomer?: boolean;
}
