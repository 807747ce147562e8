import { hash } from 'node:crypto';
import { firstPartyScopes } from '../profiles.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { AuthorizationRequest, Session } from './records.ts';
import { keyOf } from './store.ts';

const stateSeconds = 600;

/** Why somebody signs in: for a client's request, or to see a page of the gateway. */
export interface SignInPurpose {
  upstreamClientId: string;
  request?: AuthorizationRequest;
  returnTo?: string;
}

/** Begins a sign-in at the brokerage, with state and PKCE of the gateway's own, and says where the browser goes. */
export function signInUrl(context: OAuthContext, session: Session, purpose: SignInPurpose): string {
  const { random, clock, store, brokerOAuth } = context;
  const state = random.token();
  const verifier = random.token();
  store.states.set(keyOf(state), {
    sessionId: session.id,
    verifier,
    upstreamClientId: purpose.upstreamClientId,
    expiresAt: clock.now() + stateSeconds * 1000,
    used: false,
    ...(purpose.request && { requestId: purpose.request.id }),
    ...(purpose.returnTo && { returnTo: purpose.returnTo }),
  });
  return brokerOAuth.authorizeUrl({
    clientId: purpose.upstreamClientId,
    scopes: upstreamScopes(context),
    state,
    codeChallenge: hash('sha256', verifier, 'base64url'),
  });
}

/**
 * `static-client` leaves the scopes to the key: its owner chose them, the brokerage remembers its permission for them,
 * and what the client did not ask for is taken off here. Many clients ask for all that the metadata lists.
 */
const upstreamScopes = ({ rules }: OAuthContext): readonly string[] | undefined =>
  rules.registersClients ? firstPartyScopes : undefined;
