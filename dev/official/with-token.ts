import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Hands requests on to an MCP server with a token, under that server's own port; otherwise as they are. */
export interface TokenProxy {
  origin: string;
  close(): Promise<void>;
}

/** For clients that cannot be given a token for a server, as the official suite. */
export async function createTokenProxy(origin: string, token: string): Promise<TokenProxy> {
  const target = new URL(origin);
  const server = createServer((req, res) => {
    const onward = request(
      new URL(req.url ?? '/', target),
      { method: req.method, headers: headersOf(req) },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    onward.on('error', () => res.destroy());
    res.on('close', () => onward.destroy());
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  /** A foreign name stays foreign: only the port is made the target's. */
  function headersOf({ headers }: IncomingMessage) {
    const ported = (value: string | undefined) => value?.replace(`:${port}`, `:${target.port}`);
    const own = { ...headers, host: ported(headers.host), origin: ported(headers.origin) };
    const sent = Object.entries({ authorization: `Bearer ${token}`, ...own });
    return Object.fromEntries(sent.filter(([, value]) => value !== undefined));
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
