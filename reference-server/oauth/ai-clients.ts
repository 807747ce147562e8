import type { RequestHandler } from 'express';
import type { Grant } from '../access.ts';
import { aiClientsPage } from '../pages/ai-clients-page.ts';
import { errorPage } from '../pages/error-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { networkOf } from './network.ts';
import type { OAuthContext } from './oauth-context.ts';
import { signInUrl } from './sign-in.ts';

/** `GET /ai-clients` (CT-8, CT-11): what the signed-in user has allowed. */
export function showAiClients(context: OAuthContext): RequestHandler {
  return (req, res) => {
    const session = context.sessions.open(req, res);
    if (!session.user) {
      const purpose = {
        upstreamClientId: context.upstreamClient.clientId,
        network: networkOf(req.ip ?? ''),
        returnTo: '/ai-clients',
      };
      return res.redirect(303, signInUrl(context, session, purpose));
    }
    const { user, formToken } = session;
    sendPage(
      context,
      res,
      200,
      aiClientsPage(context, { user, formToken, grants: oneForEachClient(context.grants.ofUser(user.id)) }),
      {
        leavesTheSite: true,
      },
    );
  };
}

/** A client that connected more than once is one line: as the newest connection, with all that any of them may do. */
function oneForEachClient(grants: readonly Grant[]): Grant[] {
  const clients = new Map<string, Grant>();
  for (const grant of grants) {
    const newer = clients.get(grant.clientId) ?? grant;
    clients.set(grant.clientId, {
      ...newer,
      scopes: [...new Set([...newer.scopes, ...grant.scopes])],
      createdAt: Math.min(newer.createdAt, grant.createdAt),
      lastActivityAt: Math.max(newer.lastActivityAt, grant.lastActivityAt),
    });
  }
  return [...clients.values()];
}

/** `POST /ai-clients`: `action` is `revoke`, with `grant`, or `sign-out`. */
export function answerAiClients(context: OAuthContext): RequestHandler {
  const { behaviours, grants, sessions, brokerOAuth, origin } = context;
  return (req, res) => {
    const session = sessions.of(req);
    const form = new URLSearchParams(String(req.body));
    if (!session || !behaviours.formTokenIsOurs(form.get('csrf') ?? undefined, session.formToken)) {
      return sendPage(context, res, 400, errorPage(forged));
    }
    if (form.get('action') === 'sign-out') {
      sessions.end(req, res);
      return res.redirect(303, brokerOAuth.signOutUrl(`${origin}/`));
    }
    const record = grants.find(form.get('grant') ?? '');
    if (!record || !behaviours.grantIsTheUsersOwn(record.grant.user.id, session.user?.id ?? '')) {
      return sendPage(context, res, 404, errorPage(unknown));
    }
    const { id, clientId, user } = record.grant;
    const ofTheClient = grants.ofUser(user.id).filter((grant) => grant.clientId === clientId);
    for (const ended of behaviours.revokingEndsAllOfTheClient(
      id,
      ofTheClient.map((grant) => grant.id),
    )) {
      grants.end(ended, true);
    }
    res.redirect(303, '/ai-clients');
  };
}

const forged = {
  code: 'form_expired',
  title: 'This form is not valid any more',
  message: 'The form did not come from a page that was shown in this session.',
  cure: 'Reload the AI Clients page and try again.',
};

const unknown = {
  code: 'grant_unknown',
  title: 'There is no such connection',
  message: 'It was revoked already, or it belongs to another account.',
};
