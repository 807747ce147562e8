import type { ServerResponse } from 'node:http';

/** An HTTP answer that is not a stream. `body` goes out as JSON; undefined sends none. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** An answer in JSON-RPC's error form, for what is wrong with the message or the transport. */
export function rpcError(status: number, code: number, message: string, id: unknown = null, data?: unknown): Answer {
  const error = data === undefined ? { code, message } : { code, message, data };
  return { status, body: { jsonrpc: '2.0', id, error } };
}

/** An answer in OAuth's error form, for what the HTTP status alone decides: 401, 403, 408, 429. */
export function problem(status: number, error: string, description: string, headers?: Record<string, string>): Answer {
  return { status, body: { error, error_description: description }, ...(headers && { headers }) };
}

/** Sends the answer; nothing of this endpoint may be stored by a cache. */
export function send(res: ServerResponse, answer: Answer): void {
  const payload = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  res.writeHead(answer.status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(payload === undefined
      ? { 'content-length': 0 }
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    ...answer.headers,
  });
  res.end(payload);
}
