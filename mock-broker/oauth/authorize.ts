import { parse } from 'node:querystring';
import type { Request, Response } from 'express';
import { mismatchPage, permissionPage, refusalPage } from '../pages/authorization-pages.ts';
import { sendPage } from '../pages/page.ts';
import { signInPage } from '../pages/sign-in-pages.ts';
import type { User } from '../users.ts';
import { type AuthorizationError, type AuthorizationRequest, judgeAuthorization } from './authorization-request.ts';
import { redirectToClient } from './authorization-response.ts';
import { rawQuery, readParameters } from './form.ts';
import { issueCode } from './grants.ts';
import { nextStep, noteAnswer, notePageShown } from './permissions.ts';
import { explainMismatch } from './redirect-mismatch.ts';
import { visitor } from './sessions.ts';
import type { OAuthState } from './state.ts';

/** `GET /oauth2/authorize`: judges the request, then sign-in, permission page or straight back with a code. */
export async function authorize(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const request = judgeAuthorization(oauth, readParameters(req.query));
  if ('error' in request) return tellError(oauth, res, request);
  const { user, csrf } = visitor(oauth, req, res);
  if (!user) return sendPage(res, signInPage({ csrf, returnTo: req.originalUrl }));
  goOn(oauth, res, request, user, rawQuery(req));
}

/** The same for whoever signed in just now, on the way of this request: no hop in between. */
export async function authorizeAs(oauth: OAuthState, res: Response, user: User, query: string): Promise<void> {
  const request = judgeAuthorization(oauth, readParameters(parse(query.slice(1))));
  if ('error' in request) return tellError(oauth, res, request);
  goOn(oauth, res, request, user, query);
}

function goOn(oauth: OAuthState, res: Response, request: AuthorizationRequest, user: User, query: string): void {
  const step = nextStep(oauth, request, user.id);
  if (step === 'ask') res.redirect(303, `/oauth2/consent${query}`);
  else if (step === 'refuse') deny(oauth, res, request);
  else redirectToClient(oauth, res, request, { code: issueCode(oauth, request, user.id) });
}

/** `GET /oauth2/consent`: the permission page. The whole request travels in its address, so it can be left and reopened. */
export async function showPermission(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const request = judgeAuthorization(oauth, readParameters(req.query));
  if ('error' in request) return tellError(oauth, res, request);
  const { user, csrf } = visitor(oauth, req, res);
  const authorizeUrl = `/oauth2/authorize${rawQuery(req)}`;
  if (!user || nextStep(oauth, request, user.id) !== 'ask') return res.redirect(authorizeUrl);
  notePageShown(oauth, request, user.id);
  const { redirectUri, scopes, client } = request;
  await sendPage(
    res,
    permissionPage({
      clientName: client.name,
      redirectUri,
      scopes,
      user,
      csrf,
      returnTo: authorizeUrl,
      action: req.originalUrl,
    }),
  );
}

/** `POST /oauth2/consent`: the answer. Everything is judged again, for the key may have been closed meanwhile. */
export async function answerPermission(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const request = judgeAuthorization(oauth, readParameters(req.query));
  if ('error' in request) return tellError(oauth, res, request);
  const { user } = visitor(oauth, req, res);
  if (!user) return res.redirect(303, `/oauth2/authorize${rawQuery(req)}`);
  const { decision } = readParameters(req.body).values;
  if (decision !== 'allow' && decision !== 'deny') {
    const description = 'The form needs an answer: press Allow or Deny.';
    return sendPage(res, refusalPage('invalid_request', description), 400);
  }
  const allowed = oauth.context.behaviours.brokerPermissionIsGiven(decision);
  noteAnswer(oauth, request, user.id, allowed);
  if (!allowed) return deny(oauth, res, request);
  redirectToClient(oauth, res, request, { code: issueCode(oauth, request, user.id) });
}

function deny(oauth: OAuthState, res: Response, request: AuthorizationRequest): void {
  const error_description = 'The user did not allow the connection.';
  redirectToClient(oauth, res, request, { error: 'access_denied', error_description });
}

async function tellError(oauth: OAuthState, res: Response, problem: AuthorizationError): Promise<void> {
  const { error, description, redirectUri, state, client } = problem;
  const stays = problem.untrusted && (redirectUri === undefined || isNeverSent(oauth, error));
  if (!stays && redirectUri !== undefined) {
    return redirectToClient(oauth, res, { redirectUri, state }, { error, error_description: description });
  }
  if (error !== 'redirect_uri_mismatch') return sendPage(res, refusalPage(error, description), 400);
  const differences = explainMismatch(redirectUri ?? '', client.redirectUris);
  await sendPage(res, mismatchPage(redirectUri ?? '', differences, client.name), 400);
}

/** A repeated client_id or redirect_uri (`invalid_request`) always stays: there is no one target to send it to. */
const isNeverSent = (oauth: OAuthState, error: string): boolean =>
  error === 'invalid_request' || oauth.context.behaviours.brokerErrorStaysOnAPage(error);
