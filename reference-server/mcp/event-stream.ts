import type { ServerResponse } from 'node:http';
import { type Answer, problem } from './answer.ts';
import type { Caller } from './bearer.ts';
import type { Endpoint } from './call.ts';
import { eventOf, streamHeaders } from './event.ts';

/** An open `text/event-stream`. */
export interface Stream {
  write(message: unknown): void;
  end(): void;
  onEnd(run: () => void): void;
}

/**
 * Opens a stream that lasts until the client leaves, the grant is revoked or the token expires, and calls `listChanged`
 * when the caller's list of tools does.
 */
export function openStream(
  endpoint: Endpoint,
  caller: Caller,
  res: ServerResponse,
  headers: Record<string, string>,
  listChanged: () => void,
): Stream {
  res.writeHead(200, { ...streamHeaders, ...headers });
  res.flushHeaders();
  const leaving = new AbortController();
  const forget = tie(endpoint, caller, () => res.end());
  const call = { ...caller, signal: leaving.signal };
  const stopWatching = endpoint.addon.concerns(caller) ? endpoint.addon.watch(endpoint, call, listChanged) : () => {};
  res.on('close', () => {
    leaving.abort();
    forget();
    stopWatching();
  });
  return {
    write: (message) => void res.write(eventOf(message)),
    end: () => void res.end(),
    onEnd: (run) => void res.on('close', run),
  };
}

/** The answer to a user who has as many streams open as one may: each costs a connection and a watch. */
export function tooManyStreams({ context, streams }: Endpoint, { access }: Caller): Answer | undefined {
  const { streamsPerUser } = context.settings;
  const open = [...streams.values()].filter((userId) => userId === access.grant.user.id).length;
  if (open < streamsPerUser) return undefined;
  const description = `A user has ${streamsPerUser} open streams at most: close one first.`;
  return problem(context.behaviours.overTheLimitIs429(), 'too_many_streams', description);
}

/** Runs `end` when the caller's rights end or the endpoint is cleared; returns a function that forgets it. */
export function tie({ context, streams }: Endpoint, { access }: Caller, end: () => void): () => void {
  const { authorization, behaviours, clock } = context;
  const forgetGrant = authorization.onRevoked(access.grant.id, () => behaviours.revocationEndsSessions(true) && end());
  const forgetExpiry = clock.schedule(behaviours.streamEndsWithItsToken(access.expiresAt), end);
  streams.set(end, access.grant.user.id);
  return () => {
    streams.delete(end);
    forgetGrant();
    forgetExpiry();
  };
}
