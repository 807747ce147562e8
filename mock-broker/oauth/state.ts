import type { BrokerContext } from '../context.ts';
import { keptSecret } from '../kept-secret.ts';
import type { Asked } from './behaviours.ts';
import { createSigner, type Signer } from './signing.ts';

/** An OAuth client that a user made in Client Center (AR-1). It is public: there is no secret. */
export interface Key {
  clientId: string;
  /** Id of the user who made it. */
  owner: string;
  name: string;
  redirectUri: string;
  scopes: string[];
  /** `direct`: the platform redeems codes itself, and tokens are for the gateway's MCP URL (AR-11). */
  use: 'gateway' | 'direct';
  state: 'active' | 'deactivated' | 'deleted';
}

/** One connection of one user to one client: everything issued from one code ends together. */
export interface Grant {
  id: string;
  userId: string;
  clientId: string;
  scopes: string[];
  /** The `aud` of its access tokens. */
  audience: string;
  ended: boolean;
  /** When its last token has expired and it can be forgotten, in milliseconds since the epoch. */
  forgetAt: number;
}

/** A one-time authorization code, kept by its hash. */
export interface Code {
  grant: Grant;
  redirectUri: string;
  challenge: string | undefined;
  issuedAt: number;
  timesRedeemed: number;
}

/** A refresh token, kept by its hash; used ones stay, so that their return is noticed. */
export interface RefreshToken {
  grant: Grant;
  issuedAt: number;
  timesUsed: number;
}

/** How far the permission page got for one user and client; `scopes` are those that the user allowed so far. */
export interface Permission extends Asked {
  lastAnswer: 'unanswered' | 'allowed' | 'denied';
}

/** A signed-in browser. */
export interface Session {
  userId: string;
  expiresAt: number;
}

/** Everything that the OAuth server of one brokerage remembers. */
export interface OAuthState {
  context: BrokerContext;
  signer: Signer;
  /** Turns a session cookie into the CSRF token of its forms. */
  csrfSecret: string;
  keys: Map<string, Key>;
  grants: Map<string, Grant>;
  codes: Map<string, Code>;
  refreshTokens: Map<string, RefreshToken>;
  /** Ids (`jti`) of revoked access tokens, with their expiry in milliseconds. */
  revokedTokens: Map<string, number>;
  permissions: Permission[];
  sessions: Map<string, Session>;
  /** Instants of wrong passwords by email address and network address. */
  signInFailures: Map<string, number[]>;
}

const states = new WeakMap<BrokerContext, OAuthState>();

/** The OAuth state of a brokerage: one for each context, emptied on reset. */
export function oauthState(context: BrokerContext): OAuthState {
  const known = states.get(context);
  if (known) return known;
  const state: OAuthState = {
    context,
    signer: createSigner(context),
    csrfSecret: keptSecret(context.state, 'csrf', () => context.random.token()),
    keys: new Map(),
    grants: new Map(),
    codes: new Map(),
    refreshTokens: new Map(),
    revokedTokens: new Map(),
    permissions: [],
    sessions: new Map(),
    signInFailures: new Map(),
  };
  context.onReset(() => empty(state));
  states.set(context, state);
  return state;
}

function empty(state: OAuthState): void {
  const { keys, grants, codes, refreshTokens, revokedTokens, sessions, signInFailures } = state;
  for (const map of [keys, grants, codes, refreshTokens, revokedTokens, sessions, signInFailures]) map.clear();
  state.permissions = [];
}

/** What outlives a brokerage, as plain JSON. A code lives for a minute, and is asked for anew. */
export interface KeptOAuth {
  keys: [string, Key][];
  grants: [string, Grant][];
  refreshTokens: [string, Omit<RefreshToken, 'grant'> & { grantId: string }][];
  revokedTokens: [string, number][];
  permissions: Permission[];
  sessions: [string, Session][];
}

export const keepOAuth = (state: OAuthState): KeptOAuth => ({
  keys: [...state.keys],
  grants: [...state.grants],
  refreshTokens: [...state.refreshTokens].map(([hash, { grant, ...rest }]) => [hash, { ...rest, grantId: grant.id }]),
  revokedTokens: [...state.revokedTokens],
  permissions: state.permissions,
  sessions: [...state.sessions],
});

export function openOAuth(state: OAuthState, kept: KeptOAuth): void {
  empty(state);
  for (const [id, key] of kept.keys) state.keys.set(id, key);
  for (const [id, grant] of kept.grants) state.grants.set(id, grant);
  for (const [hash, { grantId, ...rest }] of kept.refreshTokens) {
    const grant = state.grants.get(grantId);
    if (grant) state.refreshTokens.set(hash, { ...rest, grant });
  }
  for (const [id, expiresAt] of kept.revokedTokens) state.revokedTokens.set(id, expiresAt);
  for (const [hash, session] of kept.sessions) state.sessions.set(hash, session);
  state.permissions = kept.permissions;
}

/** A used refresh token is known for as long as it could have lived, and a day more. */
const usedTokensAreKeptFor = 31 * 86_400_000;

/** Forgets what can no longer be used, so that a server that runs for weeks does not grow. */
export function forgetExpired(state: OAuthState): void {
  const now = state.context.clock.now();
  for (const [id, grant] of state.grants) if (grant.forgetAt <= now) state.grants.delete(id);
  for (const held of [state.codes, state.refreshTokens]) {
    for (const [hash, { grant }] of held) if (!state.grants.has(grant.id)) held.delete(hash);
  }
  for (const [hash, { issuedAt }] of state.refreshTokens) {
    if (now - issuedAt > usedTokensAreKeptFor) state.refreshTokens.delete(hash);
  }
  for (const [id, expiresAt] of state.revokedTokens) if (expiresAt <= now) state.revokedTokens.delete(id);
  for (const [hash, session] of state.sessions) if (session.expiresAt <= now) state.sessions.delete(hash);
}
