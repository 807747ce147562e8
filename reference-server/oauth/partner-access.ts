import type { RequestHandler, Response } from 'express';
import { errorPage } from '../pages/error-page.ts';
import { noAccessPage } from '../pages/no-access-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { redirectWithError } from './authorization-response.ts';
import { letGo } from './let-go.ts';
import type { OAuthContext, WayIn } from './oauth-context.ts';
import type { AuthorizationRequest } from './records.ts';
import { waitingRequest } from './waiting-request.ts';

/** CE-2: whether the user has partner access or an active key, now. */
export const mayComeIn: NonNullable<WayIn['userMayComeIn']> = ({ behaviours, partners }, userId, when) =>
  behaviours.partnerMayComeIn(partners.account(userId)?.access ?? false, partners.activeKeysOf(userId), when);

/** After sign-in: whoever may come in is asked for consent, whoever may not is told so, and the client with them. */
export function checkAccess(context: OAuthContext, res: Response, request: AuthorizationRequest): void {
  const page = mayComeIn(context, request.user!.id, 'sign-in') ? 'consent' : 'no-access';
  res.redirect(303, `/oauth/${page}?request=${request.id}`);
}

/** `GET /oauth/no-access` */
export function showNoAccess(context: OAuthContext): RequestHandler {
  return (req, res) => {
    const waiting = waitingRequest(context, req, req.query.request);
    if ('problem' in waiting) return sendPage(context, res, 400, errorPage(waiting.problem));
    sendPage(context, res, 403, noAccessPage(waiting), { leavesTheSite: true });
  };
}

/** `POST /oauth/no-access`: back to the app, which hears `access_denied`. */
export function answerNoAccess(context: OAuthContext): RequestHandler {
  return (req, res) => {
    const form = new URLSearchParams(String(req.body));
    const waiting = waitingRequest(context, req, form.get('request'), form.get('csrf') ?? undefined);
    if ('problem' in waiting) return sendPage(context, res, 400, errorPage(waiting.problem));
    const { request } = waiting;
    request.answered = true;
    letGo(context, request);
    const description = 'This account has no partner access and no active partner key.';
    redirectWithError(context, res, request, { error: 'access_denied', description });
  };
}
