import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Untestable } from '../vocabulary/expect.ts';
import type { World } from '../vocabulary/world.ts';

/** What is answered where the document of a client should be. */
export interface Served {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A place of the suite's own at which clients describe themselves (draft-ietf-oauth-client-id-metadata-document). */
export interface DocumentPlace {
  origin: string;
  port: number;
  /** The paths that were asked for, in their order. */
  asked: string[];
  /** How often anybody connected, whether or not they asked for anything. */
  connections(): number;
  /** What stands at this path from now on. */
  put(path: string, served: Served): void;
}

/** What a client says of itself at this URL, where all is right. */
export const documentOf = (world: World, url: string): Record<string, unknown> => ({
  client_id: url,
  client_name: 'openbell by document',
  redirect_uris: [world.redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
});

/** Opens such a place on this machine for as long as it is used; a target elsewhere cannot reach it. */
export async function withDocuments(world: World, use: (place: DocumentPlace) => Promise<void>): Promise<void> {
  if (!/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(world.mcpUrl))
    throw new Untestable('needs a target on this machine: no other can read the documents of the suite');
  const served = new Map<string, Served>();
  const asked: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    asked.push(path);
    const { status = 200, headers = {}, body } = served.get(path) ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  });
  server.on('connection', () => connections++);
  await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened));
  const { port } = server.address() as AddressInfo;
  // Another port each time: reports of equal runs are to be equal.
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:7f00:1]']) world.secrets.note('place', `${host}:${port}`);
  try {
    await use({
      origin: `http://127.0.0.1:${port}`,
      port,
      asked,
      connections: () => connections,
      put: (path, what) => void served.set(path, what),
    });
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}
