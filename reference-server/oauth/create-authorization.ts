import type { Authorization } from '../access.ts';
import { standsForAKey } from '../partners/partners.ts';
import type { OAuthContext } from './oauth-context.ts';
import { createVerify } from './verify.ts';

/** What the MCP half gets to see of the authorization server. */
export function createAuthorization(context: OAuthContext): Authorization {
  const { behaviours, grants, directory, partners } = context;
  return {
    verify: createVerify(context),
    connectionsOf: ({ user }) =>
      behaviours.connectionsInReach(directory.userById(user.id)?.connections ?? [], directory.allConnections),
    upstreamToken: (grant) => grants.upstreamToken(grant.id),
    upstreamRefused: (grant) => grants.end(grant.id, false),
    onRevoked: (id, run) => (standsForAKey(id) ? partners.onKeyRevoked(id, run) : grants.onRevoked(id, run)),
  };
}
