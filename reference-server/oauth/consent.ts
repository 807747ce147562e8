import type { RequestHandler, Response } from 'express';
import { consentPage } from '../pages/consent-page.ts';
import { errorPage } from '../pages/error-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { containedIn } from '../profiles/scope.ts';
import { redirectWithCode, redirectWithError } from './authorization-response.ts';
import { letGo } from './let-go.ts';
import type { OAuthContext } from './oauth-context.ts';
import { type Waiting, waitingRequest } from './waiting-request.ts';

/** `GET /oauth/consent`: who asks for what, for which account, and where it goes. */
export function showConsent(context: OAuthContext): RequestHandler {
  const answer = answerConsent(context);
  return (req, res, next) => {
    if (req.query.decision !== undefined && context.behaviours.approvesByItsMethod(req.method)) {
      return answer(Object.assign(req, { body: req.originalUrl.split('?')[1] }), res, next);
    }
    const waiting = waitingRequest(context, req, req.query.request);
    if ('problem' in waiting) return sendPage(context, res, 400, errorPage(waiting.problem));
    const { user, request } = waiting;
    const before = context.grants.ofUser(user.id).some(({ clientId }) => clientId === request.client.clientId);
    if (context.behaviours.consentIsAskedEachTime(before)) {
      return sendPage(context, res, 200, consentPage(context, waiting), { leavesTheSite: true });
    }
    allow(context, res, waiting, request.scopes ?? []);
  };
}

/** `POST /oauth/consent`: `decision` is `allow` or `deny`, `scope` the choice; or `action` is `sign-out`. */
export function answerConsent(context: OAuthContext): RequestHandler {
  return (req, res) => {
    const form = new URLSearchParams(String(req.body));
    const waiting = waitingRequest(context, req, form.get('request'), form.get('csrf') ?? undefined);
    if ('problem' in waiting) return sendPage(context, res, 400, errorPage(waiting.problem));
    const { request } = waiting;
    if (form.get('action') === 'sign-out') {
      request.answered = true;
      letGo(context, request);
      context.sessions.end(req, res);
      const back = context.behaviours.signOutKeepsTheRequest(request.authorizeUrl);
      return res.redirect(303, context.brokerOAuth.signOutUrl(back ?? `${context.origin}/`));
    }
    if (context.behaviours.decisionIsAllow(form.get('decision') ?? undefined)) {
      return allow(context, res, waiting, form.getAll('scope'));
    }
    deny(context, res, request, 'The user said no.');
  };
}

function deny(context: OAuthContext, res: Response, request: Waiting['request'], description: string) {
  request.answered = true;
  letGo(context, request);
  redirectWithError(context, res, request, { error: 'access_denied', description });
}

function allow(context: OAuthContext, res: Response, { request, user }: Waiting, chosen: readonly string[]) {
  const { behaviours, profile, wayIn } = context;
  if (wayIn.userMayComeIn?.(context, user.id, 'sign-in') === false) {
    return deny(context, res, request, 'This account has no partner access and no active partner key.');
  }
  const wanted = request.scopes ?? [];
  const asked = behaviours.largerScopeIncludesTheSmaller(wanted, containedIn(profile.scopes, wanted));
  const scopes = behaviours.consentOnlyNarrows(chosen, asked);
  if (profile.features.includes('separate-scopes') && behaviours.nothingLeftIsANo(scopes.length)) {
    return deny(context, res, request, 'The user left nothing of what was asked for.');
  }
  request.answered = true;
  redirectWithCode(context, res, request, scopes.length > 0 ? scopes : (profile.smallestScopes ?? []));
}
