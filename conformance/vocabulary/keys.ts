import type { Person } from './people.ts';

/** What a key of Client Center is made with. */
export interface NewKey {
  name: string;
  redirect_uri: string;
  scopes: string[];
  use: 'gateway' | 'direct';
}

/** Keys of users at the brokerage: made by a test hook, or on the page of Client Center as their users make them. */
export interface Keys {
  /** Whether a key can be had for the asking. */
  canBeMade(): boolean;
  /** The Client ID of a new key of this person. By hand it lives until the check ends, unless it is to be `kept` for the run. */
  make(owner: Pick<Person, 'id' | 'email'>, key: NewKey, kept?: 'kept'): Promise<string>;
  /** Deactivates a key of this check, or activates it again. */
  setActive(clientId: string, active: boolean): Promise<void>;
  delete(clientId: string): Promise<void>;
  /** A journey has made this key on the page itself. */
  wasMade(clientId: string, owner: string): void;
  /** … and deleted it there. */
  wasDeleted(clientId: string): void;
}
