import { type Request, Router } from 'express';
import type { Audit } from '../audit.ts';
import { refusal } from '../errors.ts';

function once(req: Request, name: string): string | undefined {
  const value = req.query[name];
  if (value !== undefined && typeof value !== 'string') throw refusal('unprocessable', `${name} must appear once`);
  return value;
}

/** `GET /audit?order=&account=`: the chain, whole or of one order's life. */
export function createAuditHooks(audit: Audit): Router {
  const router = Router();
  router.get('/audit', (req, res) => {
    const entries = audit.entries({ order: once(req, 'order'), account: once(req, 'account') });
    res.json({ broken_at: audit.broken(), entries });
  });
  return router;
}
