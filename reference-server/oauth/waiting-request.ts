import { isDeepStrictEqual } from 'node:util';
import type { Request } from 'express';
import type { BrokerUser } from '../access.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { PageProblem } from './page-problem.ts';
import type { AuthorizationRequest, Session } from './records.ts';

/** A request that its user may answer now, in this browser. */
export interface Waiting {
  request: AuthorizationRequest;
  session: Session;
  user: BrokerUser;
}

/**
 * Finds the request that a page is about. A form brings its token along; a page that is only shown has none to bring.
 * Everything about the request itself comes from here, nothing from the form.
 */
export function waitingRequest(
  context: OAuthContext,
  req: Request,
  id: unknown,
  formToken?: string,
): Waiting | { problem: PageProblem } {
  const { behaviours, store, sessions, clock } = context;
  const session = sessions.of(req);
  const request = store.requests.get(String(id));
  if (!request || !behaviours.requestIsOfThisBrowser(request.sessionId, session?.id)) return { problem: strange };
  if (!request.user || !request.upstream) return { problem: strange };
  if (!behaviours.requestIsUnanswered(request.answered)) return { problem: answered };
  if (!behaviours.requestIsFresh(request.expiresAt, clock.now())) return { problem: stale };
  // A change makes another of it (RFC 7592): what was asked as what the client was before is not granted to what it is now.
  if (!isDeepStrictEqual(request.client.registration, store.clients.get(request.client.clientId)?.registration)) {
    return { problem: changed };
  }
  if (!behaviours.approverIsTheOneSignedIn(request.user.id, session?.user?.id)) return { problem: otherUser };
  if (req.method === 'POST' && !behaviours.formTokenIsOurs(formToken, session?.formToken ?? ''))
    return { problem: forged };
  return { request, session: session ?? nobody, user: request.user };
}

/** Stands in where a gateway does not mind whose browser it is. */
const nobody: Session = { id: '', formToken: '', expiresAt: 0 };

const cure = 'Go back to the app and start the connection again.';

const strange: PageProblem = {
  code: 'request_unknown',
  title: 'There is nothing to answer here',
  message: 'This browser has no connection request that waits for an answer.',
  cure,
};

const answered: PageProblem = {
  code: 'request_answered',
  title: 'This request was answered already',
  message: 'A connection request can be answered once.',
  cure,
};

const stale: PageProblem = {
  code: 'request_expired',
  title: 'This request took too long',
  message: 'A connection request waits for ten minutes.',
  cure,
};

const changed: PageProblem = {
  code: 'client_changed',
  title: 'The app is not what it was',
  message: 'Since it asked to connect, its registration was changed or deleted.',
  cure,
};

const otherUser: PageProblem = {
  code: 'request_of_another_user',
  title: 'Somebody else is signed in now',
  message: 'The account in this browser changed after the request was opened.',
  cure,
};

const forged: PageProblem = {
  code: 'form_expired',
  title: 'This form is not valid any more',
  message: 'The form did not come from a page that was shown in this session.',
  cure: 'Go back, reload the page and try again.',
};
