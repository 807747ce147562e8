import type { ServerResponse } from 'node:http';
import { createMcpHandler, type JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Caller } from './bearer.ts';
import type { Endpoint } from './call.ts';
import { streamHeaders } from './event.ts';
import { tie } from './event-stream.ts';
import { createStatelessServer } from './stateless-server.ts';

/**
 * `subscriptions/listen` of the stateless era. The SDK speaks the stream's protocol; each stream has a handler, so an
 * event bus, of its own, because what changes for one user is no news for another.
 */
export async function listen(
  endpoint: Endpoint,
  caller: Caller,
  res: ServerResponse,
  headers: Record<string, string>,
  message: JSONRPCRequest,
): Promise<undefined> {
  const leaving = new AbortController();
  const call = { ...caller, signal: leaving.signal };
  const handler = createMcpHandler(() => createStatelessServer(endpoint, call), { legacy: 'reject' });
  // Closing the handler sends the result that ends the stream.
  const forget = tie(endpoint, caller, () => void handler.close());
  const stopWatching = endpoint.addon.concerns(caller)
    ? endpoint.addon.watch(endpoint, call, handler.notify.toolsChanged)
    : () => {};
  const { changeIsToldToFollowers } = endpoint.context.behaviours;
  const stopFollowing = endpoint.news.follow(caller.access.grant.user.id, (uris) => {
    // The SDK knows which of them this stream follows.
    if (changeIsToldToFollowers(true)) for (const uri of uris) handler.notify.resourceUpdated(uri);
  });
  // Before anything is awaited: a client that is gone by then would never be noticed.
  res.on('close', () => {
    leaving.abort();
    forget();
    stopWatching();
    stopFollowing();
  });
  const request = new Request(endpoint.context.mcpUrl, { method: 'POST', headers, signal: leaving.signal });
  const { status, headers: answered, body } = await handler.fetch(request, { parsedBody: message });
  const streaming = answered.get('content-type') === 'text/event-stream';
  res.writeHead(
    status,
    streaming ? streamHeaders : { 'content-type': 'application/json', 'cache-control': 'no-store' },
  );
  res.flushHeaders();
  for await (const chunk of body ?? []) res.write(chunk);
  res.end();
  return undefined;
}
