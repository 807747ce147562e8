import type { Answer } from './answer.ts';
import type { Overrides } from './oauth.ts';
import type { Person } from './people.ts';

/** What is put over the right request for a token. */
export interface MintingRequest {
  method?: string;
  /** Headers; undefined leaves one out. */
  headers?: Overrides;
  /** Instead of the scopes, as JSON; a text is sent as it is. */
  body?: unknown;
  /** Appended to the URL. */
  query?: string;
}

/** Where tokens are minted, and how. */
export interface Minting {
  url: string;
  /** Asks for a token with these scopes, those for reading unless told, and returns the answer whatever it is. */
  request(person: Person, scope?: string, over?: MintingRequest): Promise<Answer>;
  /** Changes the connection of somebody whom a hook made. */
  changeConnection(person: Person, change: { type?: 'trade' | 'read'; status?: 'active' | 'disabled' }): Promise<void>;
}
