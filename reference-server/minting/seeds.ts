/** A platform and its users, as whoever starts a gateway writes them down. */
export interface PlatformSeed {
  clientId: string;
  clientSecret: string;
  name: string;
  users: readonly UserSeed[];
}

export interface UserSeed {
  /** The platform's own name for the person. */
  userId: string;
  userSecret: string;
  connections: readonly ConnectionSeed[];
}

/** A connection to a broker, made by whoever may speak for the person there. */
export interface ConnectionSeed {
  type: 'trade' | 'read';
  /** An API key pair of the brokerage. */
  keyId: string;
  secret: string;
  /** Ids of the accounts that it reaches; all of the person's where left out. */
  accounts?: readonly string[];
}
