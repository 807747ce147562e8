import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { answerClientCenter, showClientCenter } from '../client-center/routes.ts';
import type { BrokerContext } from '../context.ts';
import { refusalPage } from '../pages/authorization-pages.ts';
import { pageHeaders, sendPage, sendStyle } from '../pages/page.ts';
import { answerPermission, authorize, showPermission } from './authorize.ts';
import { guardForms } from './csrf.ts';
import { metadata } from './metadata.ts';
import { resolveBearer } from './resolve-bearer.ts';
import { answerSignIn, answerSignOut, showSignIn } from './sign-in.ts';
import { type OAuthState, oauthState } from './state.ts';
import { answerRevoke, answerToken } from './token-endpoint.ts';

const pagePaths = ['/sign-in', '/sign-out', '/oauth2/authorize', '/oauth2/consent', '/client-center'];
const tokenPaths = ['/oauth2/token', '/oauth2/revoke'];
const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 100 });
const json = express.json({ limit: '16kb' });

type Handler = (oauth: OAuthState, req: Request, res: Response) => Promise<void>;

/** The brokerage's OAuth server, sign-in, permission page and Client Center, to be mounted at the root. */
export function createOAuthRouter(context: BrokerContext): Router {
  const oauth = oauthState(context);
  context.resolveBearer = (accessToken) => resolveBearer(oauth, accessToken);
  const router = Router({ caseSensitive: true, strict: true });
  const on = (handler: Handler) => (req: Request, res: Response) => handler(oauth, req, res);
  addDocuments(router, oauth);
  router.use(pagePaths, pageHeaders(context));
  router.get('/style.css', sendStyle);
  const guard = guardForms(oauth);
  router.get('/oauth2/authorize', on(authorize));
  router.get('/oauth2/consent', on(showPermission));
  router.post('/oauth2/consent', form, guard, on(answerPermission));
  router.get('/sign-in', on(showSignIn));
  router.post('/sign-in', form, guard, on(answerSignIn));
  router.get('/sign-out', on(answerSignOut));
  router.get('/client-center', on(showClientCenter));
  router.post('/client-center', form, guard, on(answerClientCenter));
  router.use(tokenPaths, (req, res, next) => {
    if (!context.behaviours.brokerAnswerForbidsStoring(req.baseUrl)) return next();
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.post('/oauth2/token', form, json, on(answerToken));
  router.post('/oauth2/revoke', form, json, on(answerRevoke));
  router.all(tokenPaths, (_req, res) => {
    res.setHeader('Allow', 'POST');
    res.status(405).json({ error: 'invalid_request', error_description: 'This endpoint takes POST only.' });
  });
  router.use(tokenPaths, tellTokenFailure);
  router.use(pagePaths, tellPageFailure);
  return router;
}

function addDocuments(router: Router, { context, signer }: OAuthState): void {
  router.use(['/.well-known/oauth-authorization-server', '/oauth2/jwks'], (_req, res, next) => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    next();
  });
  router.get('/.well-known/oauth-authorization-server', (_req, res) => {
    res.json(metadata(context.origin()));
  });
  router.get('/oauth2/jwks', async (_req, res) => {
    res.json(await signer.jwks());
  });
}

const statusOf = (error: unknown): number => {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
};

function tellTokenFailure(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const ours = statusOf(error) === 500;
  const error_description = ours
    ? 'The request failed here; try again.'
    : 'The body could not be read: form-encoded or JSON.';
  res.status(statusOf(error)).json({ error: ours ? 'server_error' : 'invalid_request', error_description });
}

async function tellPageFailure(error: unknown, _req: Request, res: Response, next: NextFunction): Promise<void> {
  if (res.headersSent) return next(error);
  const ours = statusOf(error) === 500;
  const description = ours ? 'The page failed on our side; try again.' : 'The form could not be read.';
  await sendPage(res, refusalPage(ours ? 'server_error' : 'invalid_request', description), statusOf(error));
}
