import type { NextFunction, Request, Response } from 'express';
import type { EdgeResponse } from '../types.ts';

type Rewrite = (response: EdgeResponse) => EdgeResponse;

function bodyOf(text: string, contentType: string): unknown {
  if (!/json/.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const headersOf = (res: Response): Record<string, string> =>
  Object.fromEntries(Object.entries(res.getHeaders()).map(([name, value]) => [name, [value].flat().join(', ')]));

function rewritten(req: Request, res: Response, text: string, rewrite: Rewrite): string {
  const before = headersOf(res);
  const after = rewrite({
    method: req.method,
    path: req.originalUrl.split('?')[0]!,
    status: res.statusCode,
    headers: before,
    body: bodyOf(text, before['content-type'] ?? ''),
  });
  res.statusCode = after.status;
  for (const name of Object.keys(before)) if (!(name in after.headers)) res.removeHeader(name);
  for (const [name, value] of Object.entries(after.headers)) {
    if (before[name] !== value) res.setHeader(name, value);
  }
  return typeof after.body === 'string' ? after.body : after.body === undefined ? '' : JSON.stringify(after.body);
}

/** Lets a mutant rewrite each answer that is sent in one piece, where a library rather than a behaviour decides. */
export const rewriteAnswers = (rewrite: Rewrite) => (req: Request, res: Response, next: NextFunction) => {
  const end = res.end.bind(res) as (chunk?: unknown, encoding?: unknown) => Response;
  res.end = ((chunk?: unknown, encoding?: unknown) => {
    if (res.headersSent) return end(chunk, encoding);
    const text = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '';
    const body = rewritten(req, res, text, rewrite);
    if (res.hasHeader('content-length')) res.setHeader('content-length', Buffer.byteLength(body));
    return body === '' ? end() : end(body);
  }) as Response['end'];
  next();
};
