import type { ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { EdgeResponse } from '../mock-broker/index.ts';

/**
 * Holds each answer back until it is whole, and lets `rewrite` change it. For mutants of what a library decides.
 * Of a stream of events each part is shown by itself, and its text alone may be changed.
 */
export function rewriteAtEdge(rewrite: (response: EdgeResponse) => EdgeResponse): RequestHandler {
  return (req, res, next) => {
    const asked = overhear(req);
    const real = { write: res.write, end: res.end, writeHead: res.writeHead, flushHeaders: res.flushHeaders };
    const chunks: Buffer[] = [];
    const streams = () => String(res.getHeader('content-type') ?? '').startsWith('text/event-stream');
    const release = () => Object.assign(res, real);
    const part = (chunk: string | Uint8Array): string | Uint8Array => {
      const before = edgeResponse(req, req.originalUrl.split('?')[0]!, res, Buffer.from(chunk as Uint8Array));
      return bodyText({ ...before, body: rewrite({ ...before, part: true }).body });
    };

    res.flushHeaders = () => {
      if (streams()) real.flushHeaders.call(res);
    };
    res.writeHead = ((status: number, ...rest: unknown[]) => {
      res.statusCode = status;
      const headers = rest.find((part) => typeof part === 'object' && part !== null);
      for (const [name, value] of headerPairs(headers)) res.setHeader(name, value);
      return streams() ? real.writeHead.call(res, status) : res;
    }) as Response['writeHead'];
    res.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      if (streams()) return (real.write as (...all: unknown[]) => boolean).call(res, part(chunk), ...rest);
      chunks.push(Buffer.from(chunk as Uint8Array));
      return true;
    }) as Response['write'];
    res.end = ((chunk?: unknown, ...rest: unknown[]) => {
      release();
      if (streams()) return (res.end as (...all: unknown[]) => Response)(chunk, ...rest);
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as Uint8Array));
      const path = req.originalUrl.split('?')[0]!;
      const after = rewrite({ ...edgeResponse(req, path, res, Buffer.concat(chunks)), ...asked() });
      applyTo(res, after);
      return endAs(res, after);
    }) as Response['end'];
    next();
  };
}

/** What the request says in JSON or in a form, once somebody has read it. */
function overhear(req: Request): () => { asked?: unknown } {
  const chunks: Buffer[] = [];
  const { emit } = req;
  req.emit = ((name: string, ...rest: unknown[]) => {
    if (name === 'data') chunks.push(Buffer.from(rest[0] as Uint8Array));
    return emit.call(req, name, ...rest);
  }) as Request['emit'];
  return () => {
    const text = Buffer.concat(chunks).toString('utf8');
    if (req.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      return { asked: Object.fromEntries(new URLSearchParams(text)) };
    }
    try {
      return { asked: JSON.parse(text) };
    } catch {
      return {};
    }
  };
}

/** Milliseconds between the two halves of a late answer: the network's, and no time of the protocol. */
const LATE = 5;

/** Sends the body of an answer whose head is set, and ends it as it says. */
export function endAs<R extends ServerResponse>(res: R, after: EdgeResponse): R {
  const bytes = Buffer.from(bodyText(after) as Uint8Array);
  if (!after.ends) return res.end(bytes) as R;
  const first = after.ends === 'late' ? bytes.length >> 1 : bytes.length;
  res.write(bytes.subarray(0, first));
  if (after.ends === 'late') setTimeout(() => res.end(bytes.subarray(first)), LATE);
  return res;
}

function headerPairs(headers: unknown): [string, string | string[]][] {
  if (!headers) return [];
  if (!Array.isArray(headers)) return Object.entries(headers) as [string, string | string[]][];
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]] as [string, string]] : []));
}

function edgeResponse(
  { method, headers: given, originalUrl, socket: { remotePort } }: Request,
  path: string,
  res: Response,
  bytes: Buffer,
): EdgeResponse {
  const text = bytes.toString('utf8');
  const headers = Object.fromEntries(Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)]));
  const sent = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const body = isJson(headers) && text ? JSON.parse(text) : text;
  const [, query = ''] = originalUrl.split('?');
  const connection = remotePort === undefined ? {} : { connection: remotePort };
  return { method, path, query, status: res.statusCode, headers, body, sent, ...connection };
}

function applyTo(res: Response, after: EdgeResponse): void {
  const cookies = res.getHeader('set-cookie');
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  for (const [name, value] of Object.entries(after.headers)) {
    // Several cookies do not fit into one string: they stay as they were, unless the rewriting took them away.
    if (name.toLowerCase() !== 'content-length')
      res.setHeader(name, name === 'set-cookie' && cookies ? cookies : value);
  }
  res.statusCode = after.status;
}

const isJson = (headers: Record<string, string>): boolean => /\bjson\b/.test(headers['content-type'] ?? '');

const bodyText = ({ body }: EdgeResponse): string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
