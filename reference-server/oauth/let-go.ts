import type { OAuthContext } from './oauth-context.ts';
import type { Client, UpstreamTokens } from './records.ts';

interface Held {
  client: Client;
  upstream?: UpstreamTokens;
}

/**
 * Revokes tokens of the brokerage that no connection came of: there they would live for thirty days more. Each sign-in
 * has tokens of its own, so those of other connections of the same user and key go on.
 */
export function letGo(context: OAuthContext, { client, upstream }: Held): void {
  if (upstream) void context.brokerOAuth.revoke(context.wayIn.upstreamClientIdOf(context, client), upstream);
}

/** Lets go at that time (milliseconds since the epoch), unless something has become of it by then. */
export function letGoAt(context: OAuthContext, at: number, held: Held, isSettled: () => boolean): void {
  context.clock.schedule(at, () => {
    if (!isSettled()) letGo(context, held);
  });
}
