import type { AuthorizationRequest } from './authorization-request.ts';
import type { OAuthState, Permission } from './state.ts';

/** What to do with a request of a signed-in user: issue a code, ask, or (which no untouched brokerage does) refuse. */
export function nextStep(oauth: OAuthState, request: AuthorizationRequest, userId: string): 'issue' | 'ask' | 'refuse' {
  const { behaviours } = oauth.context;
  const asked = { userId, clientId: request.client.clientId, scopes: request.scopes };
  const remembered = oauth.permissions.some(
    (given) => given.scopes.length > 0 && behaviours.brokerPermissionCovers(given, asked),
  );
  if (!behaviours.brokerPermissionIsNeeded(remembered, request.client.firstParty)) return 'issue';
  const last = findPermission(oauth, userId, asked.clientId)?.lastAnswer ?? 'never';
  return behaviours.brokerPermissionMayBeAskedAgain(last === 'allowed' ? 'never' : last) ? 'ask' : 'refuse';
}

/** Notes that the page was shown. Nothing else is kept of a request, so leaving the page leaves nothing behind. */
export function notePageShown(oauth: OAuthState, request: AuthorizationRequest, userId: string): void {
  permissionOf(oauth, request, userId).lastAnswer = 'unanswered';
}

/** Notes the answer; Allow adds these scopes to those that the user allowed this client before. */
export function noteAnswer(oauth: OAuthState, request: AuthorizationRequest, userId: string, allowed: boolean): void {
  const permission = permissionOf(oauth, request, userId);
  permission.lastAnswer = allowed ? 'allowed' : 'denied';
  if (allowed) permission.scopes = [...new Set([...permission.scopes, ...request.scopes])];
}

const findPermission = (oauth: OAuthState, userId: string, clientId: string): Permission | undefined =>
  oauth.permissions.find((one) => one.userId === userId && one.clientId === clientId);

function permissionOf(oauth: OAuthState, request: AuthorizationRequest, userId: string): Permission {
  const { clientId } = request.client;
  const known = findPermission(oauth, userId, clientId);
  if (known) return known;
  const made: Permission = { userId, clientId, scopes: [], lastAnswer: 'unanswered' };
  oauth.permissions.push(made);
  return made;
}
