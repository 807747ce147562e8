import { type Request, Router } from 'express';
import type { Audit, AuditHead } from '../audit.ts';
import { refusal } from '../errors.ts';

function once(req: Request, name: string): string | undefined {
  const value = req.query[name];
  if (value !== undefined && typeof value !== 'string') throw refusal('unprocessable', `${name} must appear once`);
  return value;
}

function toldHead(req: Request): AuditHead | undefined {
  const given = once(req, 'head');
  if (given === undefined) return undefined;
  const [, length, hash] = /^(\d{1,9}):([0-9a-f]{64})$/.exec(given) ?? [];
  if (!hash) throw refusal('unprocessable', 'head is the length and hash of an earlier answer, as in 12:9f…');
  return { length: Number(length), hash };
}

/**
 * `GET /audit?order=&account=&head=`: the chain, whole or of one order's life, and its head. `head` is one that an
 * earlier answer told, as `length:hash`: what was cut off or written anew since then shows in `broken_at`.
 */
export function createAuditHooks(audit: Audit): Router {
  const router = Router();
  router.get('/audit', (req, res) => {
    const entries = audit.entries({ order: once(req, 'order'), account: once(req, 'account') });
    res.json({ broken_at: audit.broken(toldHead(req)), head: audit.head(), entries });
  });
  return router;
}
