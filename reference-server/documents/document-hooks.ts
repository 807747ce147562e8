import { type RequestHandler, Router } from 'express';
import type { OAuthContext } from '../oauth/oauth-context.ts';

/** The `documents` hook: origins whose documents are read wherever they are, and without TLS unless `plain` is false, until a reset. */
export function documentHooks({ documents }: OAuthContext): RequestHandler {
  const router = Router();
  router.post('/origins', (req, res) => {
    const origin: unknown = req.body?.origin;
    if (typeof origin !== 'string' || !URL.canParse(origin) || new URL(origin).origin !== origin) {
      return void res.status(400).json({ error: 'Send {origin}, such as http://127.0.0.1:8080.' });
    }
    documents.trust(origin, req.body.plain !== false);
    res.status(201).json({ origin });
  });
  return router;
}
