import { hash, timingSafeEqual } from 'node:crypto';
import express, { type RequestHandler, Router } from 'express';
import { mintToken } from './oauth/mint-token.ts';
import type { OAuthContext } from './oauth/oauth-context.ts';
import { askForAll } from './upstream/whole-answer.ts';

export interface HooksOptions {
  hooksToken: string;
  reset: () => void;
  advance?: ((ms: number) => void) | undefined;
  onReset?: (() => void) | undefined;
}

/** The gateway's test hooks: `clock`, `reset` and `tokens` are its own, everything else is the brokerage's. */
export function createHooks(context: OAuthContext, options: HooksOptions): RequestHandler {
  const { brokerOrigin } = context;
  const passOn = (req: Pick<express.Request, 'method' | 'url' | 'body'>) =>
    askBrokerage(context, options.hooksToken, req);
  const relay: RequestHandler = async (req, res) => {
    const { status, body } = await passOn(req);
    res.status(status).json(body);
  };
  const more = context.wayIn.hooks?.(context, (method, url, body) => passOn({ method, url, body }));
  const router = Router();
  router.use(guard(options.hooksToken), express.json({ limit: '64kb' }));
  if (more) router.use(`/${more.name}`, more.router);
  router.get('/', async (_req, res) => {
    const { body } = await passOn({ method: 'GET', url: '/', body: undefined });
    const theirs: string[] = body?.hooks ?? [];
    const own = [...(options.advance ? ['clock'] : []), 'reset', 'tokens', ...(more ? [more.name] : [])];
    const hooks = [...new Set([...own, ...theirs.filter((hook) => hook !== 'clock')])].sort();
    const direct = theirs.filter((hook) => !own.includes(hook));
    res.json({
      version: 1,
      profile: context.profile.id,
      hooks,
      ...(context.apiOrigin && { api: context.apiOrigin }),
      brokerage: {
        origin: brokerOrigin,
        clientCenter: `${brokerOrigin}/client-center`,
        hooks: { url: `${brokerOrigin}/test-hooks`, names: direct },
      },
    });
  });
  mountClock(router, context, options.advance);
  router.post('/reset', async (_req, res) => {
    const { status, body } = await passOn({ method: 'POST', url: '/reset', body: {} });
    options.reset();
    options.onReset?.();
    res.status(status < 300 || status === 404 ? 200 : status).json(status === 404 ? {} : body);
  });
  router.post('/tokens', async (req, res) => {
    const minted = await mintToken(context, req.body);
    res.status('error' in minted ? 400 : 200).json(minted);
  });
  router.use(relay);
  return router;
}

function mountClock(router: Router, { clock }: OAuthContext, advance: HooksOptions['advance']): void {
  const now = () => ({ now: new Date(clock.now()).toISOString() });
  router.get('/clock', (_req, res) => void res.json(now()));
  if (!advance) return;
  router.post('/clock', (req, res) => {
    const seconds: unknown = req.body?.advance_seconds;
    if (typeof seconds !== 'number' || !(seconds >= 0)) {
      return void res.status(400).json({ error: 'advance_seconds must be a number of seconds, 0 or more.' });
    }
    advance(seconds * 1000);
    res.json(now());
  });
}

/** The token is compared by its hash, in constant time. */
function guard(hooksToken: string): RequestHandler {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  const expected = digest(`Bearer ${hooksToken}`);
  return (req, res, next) => {
    if (timingSafeEqual(digest(req.headers.authorization ?? ''), expected)) return next();
    res.status(401).json({ error: 'Send Authorization: Bearer with the hooks token.' });
  };
}

const deadlineMs = 30_000;

interface BrokerageAnswer {
  status: number;
  body: { hooks?: string[] } & Record<string, unknown>;
}

async function askBrokerage(
  { brokerOrigin }: OAuthContext,
  hooksToken: string,
  req: { method: string; url: string; body: unknown },
): Promise<BrokerageAnswer> {
  const body = req.body === undefined ? undefined : JSON.stringify(req.body);
  const headers = { authorization: `Bearer ${hooksToken}`, ...(body && { 'content-type': 'application/json' }) };
  const url = `${brokerOrigin}/test-hooks${req.url}`;
  try {
    const { status, text } = await askForAll({ method: req.method, url, headers, body, deadlineMs });
    return { status, body: text.startsWith('{') ? JSON.parse(text) : {} };
  } catch {
    return { status: 502, body: { error: 'The brokerage does not answer its test hooks.' } };
  }
}
