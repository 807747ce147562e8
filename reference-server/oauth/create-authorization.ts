import type { Authorization } from '../access.ts';
import type { OAuthContext } from './oauth-context.ts';
import { createVerify } from './verify.ts';

/** What the MCP half gets to see of the authorization server. */
export function createAuthorization(context: OAuthContext): Authorization {
  const { behaviours, grants, directory } = context;
  return {
    verify: createVerify(context),
    connectionsOf: ({ user }) =>
      behaviours.connectionsInReach(directory.userById(user.id)?.connections ?? [], directory.allConnections),
    upstreamToken: (grant) => grants.upstreamToken(grant.id),
    upstreamRefused: (grant) => grants.end(grant.id, false),
    onRevoked: grants.onRevoked,
  };
}
