import { hash } from 'node:crypto';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { AuthorizationRequest, Session } from './records.ts';

const stateSeconds = 600;

/** Why somebody signs in: for a client's request, or to see a page of the gateway. */
export interface SignInPurpose {
  upstreamClientId: string;
  /** Where the browser is, as `networkOf` tells it. */
  network: string;
  request?: AuthorizationRequest;
  returnTo?: string;
}

/** Begins a sign-in at the brokerage, with state and PKCE of the gateway's own, and says where the browser goes. */
export function signInUrl(context: OAuthContext, session: Session, purpose: SignInPurpose): string {
  const { random, clock, store, brokerOAuth, profile } = context;
  const state = random.token();
  const verifier = random.token();
  store.states.set(keyOf(state), {
    sessionId: session.id,
    network: purpose.network,
    verifier,
    upstreamClientId: purpose.upstreamClientId,
    expiresAt: clock.now() + stateSeconds * 1000,
    used: false,
    ...(purpose.request && { requestId: purpose.request.id }),
    ...(purpose.returnTo && { returnTo: purpose.returnTo }),
  });
  return brokerOAuth.authorizeUrl({
    clientId: purpose.upstreamClientId,
    scopes: profile.upstreamScopes,
    state,
    codeChallenge: hash('sha256', verifier, 'base64url'),
  });
}
