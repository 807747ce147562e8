import type { Discovery } from '../vocabulary/discovery.ts';
import { Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import { OFFLINE } from '../wire/offline-access.ts';
import { listed, words } from '../wire/scope-selection.ts';

/** The scope for reading and the one for trading; `Untestable` where nobody has told them. */
export function knownScopes({ scopes: { read, trade } }: World): { read: string; trade: string } {
  if (!read || !trade)
    throw new Untestable('needs to know the scopes: the configuration or a profile tells them', 'scopes');
  return { read, trade };
}

/** The scopes that a word stands for: none for reading where nobody named any. */
export function scopeNamed({ scopes }: Pick<World, 'scopes'>, word: string): string | undefined {
  if (word === 'read') return scopes.read;
  if (word !== 'trade') return word;
  if (scopes.trade) return scopes.trade;
  throw new Untestable('needs to know the scope for trading: the configuration or a profile tells it', 'scopes');
}

/** A scope as a set: its order means nothing, nor whether a server counts the wish for a refresh token. */
export const scopeSet = (scope: unknown): string[] =>
  String(scope ?? '')
    .split(' ')
    .filter((one) => one && one !== OFFLINE)
    .sort();

/** What a token was granted: a token answer need not say it where it is what was asked for (OAuth 2.1 §3.2.3). */
export const grantedScope = ({ scope }: Pick<Connection, 'scope'>, asked: string): string => scope ?? asked;

/** Scopes by what they are called. What has to do with who somebody is, and not with what they may do, is neither. */
const READS = /(^|[^a-z])(read(only)?|view(er)?|info(rmation)?|get)($|[^a-z])/i;
const TRADES = /(^|[^a-z])(trad(e|es|ing)|writes?|orders?|execut(e|ion))($|[^a-z])/i;
const OF_IDENTITY = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** Whether scopes are named, and none of these is among them: who asked for these would be refused. */
export function namesOthers({ challenge, resourceMetadata, authorizationServer }: Discovery, scopes?: string): boolean {
  const lists = [resourceMetadata, authorizationServer].flatMap((found) => listed(found?.doc.scopes_supported));
  const named = [...words(challenge?.params.scope), ...lists];
  return named.length > 0 && !words(scopes).some((scope) => named.includes(scope));
}

/**
 * The scopes to ask for: what the challenge names, else what the resource lists (MCP), the smaller before the larger. A
 * resource need not list them all (RFC 9728 §2): a larger one may stand with the authorization server alone.
 */
export function guessScopes({ challenge, resourceMetadata, authorizationServer }: Discovery): {
  read?: string;
  trade?: string;
} {
  const ofTheResource = listed(resourceMetadata?.doc.scopes_supported).filter((scope) => !OF_IDENTITY.includes(scope));
  const isLarger = (scope: string) => TRADES.test(scope) && !READS.test(scope);
  const ofTheServer = listed(authorizationServer?.doc.scopes_supported).filter(isLarger);
  const larger = ofTheResource.some(isLarger) ? ofTheResource.filter(isLarger) : ofTheServer;
  const named = words(challenge?.params.scope);
  const reading = ofTheResource.filter((scope) => READS.test(scope));
  const rest = ofTheResource.filter((scope) => !larger.includes(scope));
  const read = [named, reading, rest, ofTheResource].find(({ length }) => length > 0) ?? [];
  const trade = [...new Set([...read, ...larger])];
  return {
    ...(read.length > 0 ? { read: read.join(' ') } : {}),
    ...(trade.length > read.length ? { trade: trade.join(' ') } : {}),
  };
}
