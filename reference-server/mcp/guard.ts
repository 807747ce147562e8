import { containing } from '../profiles/scope.ts';
import { type Answer, problem } from './answer.ts';
import { insufficientScope } from './bearer.ts';
import type { Call, Endpoint, Message } from './call.ts';
import { templateOf } from './resources.ts';
import { currentUser } from './user.ts';

/** CN-6: trading takes the scope and a connection. Whoever lacks both is told both at once. */
function withoutTrading({ context }: Endpoint, { access }: Call, needed: string): string {
  const { profile, authorization, behaviours } = context;
  const { grant } = access;
  if (!profile.features.includes('two-step-orders') || needed !== profile.tradeScope) return '';
  const signedIn = { type: grant.user.trading ? 'trade' : 'read' };
  const connections = profile.features.includes('minting') ? authorization.connectionsOf(grant) : [signedIn];
  const some = connections.some(({ type }) => behaviours.connectionMayTrade(type));
  return some
    ? ''
    : ' No connection of this user was made with trading either: connect the broker with trading enabled.';
}

/** The scope without which this request is refused. */
function scopeNeededBy(endpoint: Endpoint, { method, params }: Message): string | undefined {
  const { registry, context } = endpoint;
  if (method === 'tools/call') return registry.get(String(params?.name))?.tool.scope;
  if (method === 'prompts/get') return context.profile.prompts?.find(({ name }) => name === params?.name)?.scope;
  if (method === 'resources/read') return templateOf(endpoint, String(params?.uri))?.template.scope;
  return undefined;
}

/** Decides before a tool runs whether this caller may call it now; the answer of a refusal is HTTP's, in both eras. */
export async function guardCall(
  endpoint: Endpoint,
  call: Call,
  message: Message,
  { session, address }: { session?: string; address?: string },
): Promise<Answer | undefined> {
  const { context, limit } = endpoint;
  const { behaviours, profile } = context;
  if (behaviours.callCountsAgainstTheLimit(message.method)) {
    const { user, clientId } = call.access.grant;
    call.countsFor = behaviours.limitCountsByUser(user.id, session, address, clientId);
    // Where calls are limited by the minute, the tool says so, to the model.
    const overLimit = profile.features.includes('call-windows') ? undefined : limit.take(call.countsFor);
    if (overLimit) return overLimit;
  }
  if (session !== undefined) call.session = session;
  const needed = scopeNeededBy(endpoint, message);
  const { scopes } = call.access;
  if (needed !== undefined && !behaviours.scopeCoversTool(needed, scopes, containing(profile.scopes, needed))) {
    call.access.grant.lacked = needed;
    return insufficientScope(context, needed, scopes, withoutTrading(endpoint, call, needed));
  }
  if (message.method !== 'tools/call' || !profile.features.includes('paid-plan')) return undefined;
  const user = await currentUser(endpoint, call);
  if (user !== undefined && behaviours.planAllowsCalls(user.plan)) return undefined;
  return call.problem ?? problem(403, 'subscription_required', 'MCP requires an Elite subscription: upgrade the plan.');
}
