import type { RequestHandler, Response } from 'express';
import { errorPage } from '../pages/error-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { successPage } from '../pages/success-page.ts';
import { redirectWithCode, redirectWithError } from './authorization-response.ts';
import { letGo } from './let-go.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { AuthorizationRequest, Confirmation } from './records.ts';
import { waitingRequest } from './waiting-request.ts';

/**
 * The brokerage remembers its own permission by Client ID alone, so the first time that one is used
 * towards a redirect target, the user sees here where the connection goes. Later there is nothing to ask.
 */
export function finishSignIn(context: OAuthContext, res: Response, request: AuthorizationRequest) {
  const { behaviours, store } = context;
  const asked = confirmationOf(request);
  const before = [...store.confirmations.values()].some((earlier) =>
    behaviours.confirmationIsForTheSame(earlier, asked),
  );
  if (behaviours.firstConnectionIsConfirmed(before)) return res.redirect(303, `/auth/success?request=${request.id}`);
  finish(context, res, request);
}

/** `GET /auth/success` */
export function showSuccess(context: OAuthContext): RequestHandler {
  return (req, res) => {
    const waiting = waitingRequest(context, req, req.query.request);
    if ('problem' in waiting) return sendPage(context, res, 400, errorPage(waiting.problem));
    sendPage(context, res, 200, successPage(context, waiting), { leavesTheSite: true });
  };
}

/** `POST /auth/success`: `action` is `continue` or `cancel`. */
export function answerSuccess(context: OAuthContext): RequestHandler {
  return (req, res) => {
    const form = new URLSearchParams(String(req.body));
    const waiting = waitingRequest(context, req, form.get('request'), form.get('csrf') ?? undefined);
    if ('problem' in waiting) return sendPage(context, res, 400, errorPage(waiting.problem));
    const { request } = waiting;
    if (form.get('action') === 'continue') return finish(context, res, request);
    request.answered = true;
    letGo(context, request);
    const description = 'The user cancelled the connection.';
    redirectWithError(context, res, request, { error: 'access_denied', description });
  };
}

function finish(context: OAuthContext, res: Response, request: AuthorizationRequest) {
  const confirmation = confirmationOf(request);
  context.store.confirmations.set(Object.values(confirmation).join(' '), confirmation);
  request.answered = true;
  const scopes = context.behaviours.scopeIsLimitedByTheKey(request.scopes, request.upstream!.scopes);
  if (scopes.length === 0) {
    letGo(context, request);
    return redirectWithError(context, res, request, nothingLeft);
  }
  redirectWithCode(context, res, request, scopes);
}

const nothingLeft = { error: 'invalid_scope', description: 'The key holds none of the scopes that were asked for.' };

const confirmationOf = ({ user, client, redirectUri }: AuthorizationRequest): Confirmation => ({
  userId: user!.id,
  clientId: client.clientId,
  redirectTarget: withoutLoopbackPort(redirectUri),
});

/** RFC 8252 §7.3: a program on the user's machine has another port each time, and is the same target. */
const withoutLoopbackPort = (uri: string): string => uri.replace(/^(http:\/\/(?:\[::1\]|[^/:?#]+)):\d+/, '$1');
