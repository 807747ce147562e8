import type { GatewayContext } from '../context.ts';
import type { Profile } from '../profiles.ts';
import type { BrokerOAuth } from '../upstream/broker-oauth.ts';
import type { Grants } from './grants.ts';
import type { Sessions } from './sessions.ts';
import type { SigningKey } from './signing-key.ts';
import type { Store } from './store.ts';

/** What the parts of the authorization server share beyond what the whole gateway shares. */
export interface OAuthContext extends Omit<GatewayContext, 'authorization'> {
  rules: Profile;
  store: Store;
  sessions: Sessions;
  signingKey: SigningKey;
  brokerOAuth: BrokerOAuth;
  grants: Grants;
}
