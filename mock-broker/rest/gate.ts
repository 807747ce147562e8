import type { Request, Response } from 'express';
import type { BrokerContext } from '../context.ts';
import { Refusal, refusal } from '../errors.ts';
import type { Access } from './access.ts';
import type { RateLimit, Window } from './rate-limit.ts';
import type { Scope } from './routes.ts';

const writes = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);

export function limitHeaders(res: Response, window: Window): void {
  res.setHeader('X-Ratelimit-Limit', window.limit);
  res.setHeader('X-Ratelimit-Remaining', window.remaining);
  res.setHeader('X-Ratelimit-Reset', window.resetAt);
}

/** The account that the path names, or the first one; a foreign one does not exist. */
export function accountIdOf({ behaviours }: BrokerContext, access: Access, named: string | undefined): string {
  const id = named ?? access.reach[0];
  if (!id || !behaviours.accountBelongsToTheUser(id, access.reach)) {
    throw refusal('notFound', `account not found for ${(named ?? access.user.id).slice(0, 64)}`);
  }
  return id;
}

/** Counts the request against its account; 429 beyond the limit. */
export function checkRate(context: BrokerContext, rates: RateLimit, account: string, res: Response): void {
  const window = rates.take(account, context.behaviours.requestIsWithinTheRate);
  limitHeaders(res, window);
  if (window.allowed) return;
  res.setHeader('Retry-After', Math.max(1, Math.ceil(window.resetAt - context.clock.now() / 1000)));
  throw refusal('rateLimited', 'too many requests.');
}

export function checkScope({ behaviours }: BrokerContext, access: Access, scope: Scope): void {
  if (scope === null || access.scopes === undefined) return;
  if (behaviours.brokerScopeOpensThePath(access.scopes, scope)) return;
  const extras = { error: 'insufficient_scope', required_scope: scope };
  throw refusal('forbidden', `insufficient scope: ${scope} is required`, extras);
}

export function checkMayWrite({ behaviours }: BrokerContext, access: Access, req: Request): void {
  if (!writes.has(req.method) || behaviours.connectionMayWrite(access.trading)) return;
  const extras = { error: 'connection_read_only' };
  throw refusal('forbidden', 'this connection is read-only: trading is not enabled on it', extras);
}

export function checkAddon({ behaviours }: BrokerContext, access: Access): void {
  if (behaviours.addonIsReachable(access.user.addon.connected)) return;
  const extras = { error: 'addon_disconnected' };
  throw new Refusal(408, 40810000, 'addon_disconnected: the trading platform or its add-on is offline', extras);
}
