import type { Answer } from './answer.ts';
import type { Person } from './people.ts';
import type { Human, Landing } from './user-agent.ts';

/** An OAuth client as the suite plays it. */
export interface OAuthClient {
  clientId: string;
  clientSecret?: string;
  /** How it shows its secret to the token endpoint; in the body unless told. */
  authMethod?: 'client_secret_basic' | 'client_secret_post';
  redirectUri: string;
  name: string;
  /** It made itself known (RFC 7591): the server has no reason to trust its redirect URI. */
  selfRegistered?: boolean;
}

/** Parameters put over the right ones; undefined leaves one out. */
export type Overrides = Record<string, string | undefined>;

export interface AuthorizeOptions {
  client: OAuthClient;
  person: Person;
  scope?: string | undefined;
  human?: Partial<Human> | undefined;
  /** Put over the parameters of the authorization request. */
  params?: Overrides | undefined;
  /** Another authorization endpoint than the discovered one: direct mode. */
  endpoint?: string | undefined;
  /** That it comes to the sign-in page is enough to know, where there is nobody to sign in. */
  untilSignIn?: boolean;
  /** Where the browser is held, instead of in front of the client: a URL without its query. */
  holdAt?: string | undefined;
}

/** An authorization request and where it led. */
export interface Authorized {
  landing: Landing;
  /** Parameters that came back to the client's redirect URI. */
  answer: Record<string, string>;
  code?: string;
  state: string;
  verifier: string;
  redirectUri: string;
  selfRegistered: boolean;
}

/** A client with tokens. */
export interface Connection {
  client: OAuthClient;
  person: Person;
  accessToken: string;
  refreshToken?: string;
  scope?: string;
  expiresIn?: number;
  authorized: Authorized;
  tokenAnswer: Answer;
}
