/** Who has partner access, and with what, as whoever starts a gateway writes it down. */
export interface PartnersSeed {
  accounts: readonly AccountSeed[];
  clients: readonly ProvisionedClientSeed[];
}

/** A user of the brokerage, as partner. */
export interface AccountSeed {
  /** The brokerage's own id of the user. */
  userId: string;
  email: string;
  name: string;
  /** Whether partner access is switched on; without it an active key does as well. */
  access: boolean;
  keys: readonly KeySeed[];
}

export interface KeySeed {
  id: string;
  key: string;
  /** Scopes: a key may do a part of everything. */
  operations: readonly string[];
}

/** A confidential client that was agreed upon beforehand: nobody registers it. */
export interface ProvisionedClientSeed {
  clientId: string;
  clientSecret: string;
  name: string;
  redirectUris: readonly string[];
}
