import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { read } from '../hand-made-targets.ts';

/** What a page of a test is told about the request for it. */
export interface Asked {
  method: string;
  path: string;
  /** Parameters of the query and of the form that was sent. */
  fields: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** The whole body, as it was sent. */
  body: string;
  origin: string;
  /** Where the client waits, with a code. */
  back: string;
}

/** An answer: a page, or status, headers and page. */
export type Told = string | { status?: number; headers?: Record<string, string | string[]>; page?: string };

/** A server of pages: what it answers by path. */
export type Pages = Record<string, (asked: Asked) => Told>;

export interface PageServer {
  origin: string;
  /** Everything that it was asked, as `POST /path?query body`. */
  asked: string[];
  close(): Promise<void>;
}

const said = ({ method, url }: IncomingMessage, body: string): string => [method, url, body].filter(Boolean).join(' ');

/** Starts the pages on loopback. `back` is put into them as the client's redirect URI. */
export async function servePages(pages: Pages, back: string): Promise<PageServer> {
  const asked: string[] = [];
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const origin = `http://${req.headers.host}`;
    const url = new URL(req.url ?? '/', origin);
    const body = await read(req);
    if (url.pathname === '/favicon.ico') return void res.writeHead(404).end();
    asked.push(said(req, body));
    const fields = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
    const page = pages[url.pathname];
    const { method = 'GET', headers } = req;
    const told = page?.({ method, path: url.pathname, fields, headers, body, origin, back }) ?? { status: 404 };
    const { status = 200, headers: sent = {}, page: html = '' } = typeof told === 'string' ? { page: told } : told;
    res.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...sent }).end(html);
  };
  const server: Server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const to = (location: string, headers: Record<string, string> = {}): Told => ({
  status: 302,
  headers: { location, ...headers },
});
