import { Untestable } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import { OFFLINE } from '../wire/offline-access.ts';

/** The scope for reading and the one for trading; `Untestable` where nobody has told them. */
export function knownScopes({ scopes: { read, trade } }: World): { read: string; trade: string } {
  if (!read || !trade) throw new Untestable('needs to know the scopes: the configuration or a profile tells them');
  return { read, trade };
}

/** A scope as a set: its order means nothing, nor whether a server counts the wish for a refresh token. */
export const scopeSet = (scope: unknown): string[] =>
  String(scope ?? '')
    .split(' ')
    .filter((one) => one && one !== OFFLINE)
    .sort();

/** What a token was granted: a token answer need not say it where it is what was asked for (OAuth 2.1 §3.2.3). */
export const grantedScope = ({ scope }: Pick<Connection, 'scope'>, asked: string): string => scope ?? asked;
