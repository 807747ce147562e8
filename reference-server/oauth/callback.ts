import type { Request, RequestHandler, Response } from 'express';
import { errorPage } from '../pages/error-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { UpstreamGone, UpstreamUnavailable } from '../upstream/upstream-gone.ts';
import { redirectWithError } from './authorization-response.ts';
import { keyOf } from './key-of.ts';
import { letGo, letGoAt } from './let-go.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { PageProblem } from './page-problem.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { AuthorizationRequest, Session, UpstreamState } from './records.ts';

/** `GET /auth/callback`: the browser comes back from the brokerage, with a code for the gateway or with an error. */
export function callback(context: OAuthContext): RequestHandler {
  return async (req, res) => {
    const parameters = readParameters(req.originalUrl.split('?').slice(1).join('?'));
    const session = context.sessions.of(req);
    const state = context.store.states.get(keyOf(parameters.get('state') ?? ''));
    const problem = stateProblem(context, state, session, parameters);
    if (problem || !state) {
      const again = problem === staleState && state ? whereItBegan(context, state) : undefined;
      return sendPage(context, res, 400, errorPage({ ...(problem ?? strangeState), again }));
    }
    state.used = true;
    const request = state.requestId ? context.store.requests.get(state.requestId) : undefined;
    const error = parameters.get('error');
    if (error !== undefined) return handOnError(context, res, request, error);
    await signIn(context, req, res, { state, request, code: parameters.get('code') ?? '' });
  };
}

/** Login CSRF, code injection and mix-up: the answer must be to a question of this browser, from the one asked. */
function stateProblem(
  { behaviours, clock, brokerOrigin }: OAuthContext,
  state: UpstreamState | undefined,
  session: Session | undefined,
  parameters: Parameters,
): PageProblem | undefined {
  if (!state || !behaviours.stateIsOfThisBrowser(state.sessionId, session?.id)) return strangeState;
  if (!behaviours.stateIsUnused(state.used)) return usedState;
  if (!behaviours.stateIsFresh(state.expiresAt, clock.now())) return staleState;
  if (!behaviours.upstreamIssuerIsTheBrokerage(parameters.get('iss'), brokerOrigin)) return wrongIssuer;
  return undefined;
}

/** This browser's own request, which its client may still be waiting for: begun anew, it gets a state of its own. */
function whereItBegan({ store }: OAuthContext, state: UpstreamState): string | undefined {
  if (state.requestId === undefined) return state.returnTo;
  const request = store.requests.get(state.requestId);
  return request?.answered === false ? request.authorizeUrl : undefined;
}

function handOnError(
  context: OAuthContext,
  res: Response,
  request: AuthorizationRequest | undefined,
  upstreamError: string,
) {
  const error = context.behaviours.upstreamErrorIsHandedOn(
    /^[a-z_]{1,64}$/.test(upstreamError) ? upstreamError : 'server_error',
  );
  if (!request) return sendPage(context, res, 400, errorPage({ ...notSignedIn, code: error }));
  request.answered = true;
  redirectWithError(context, res, request, { error, description: 'The brokerage did not let the sign-in go through.' });
}

interface Arrival {
  state: UpstreamState;
  request: AuthorizationRequest | undefined;
  code: string;
}

async function signIn(context: OAuthContext, req: Request, res: Response, { state, request, code }: Arrival) {
  const { brokerOAuth } = context;
  const { upstreamClientId: clientId, verifier } = state;
  try {
    const { upstream, user: told } = await brokerOAuth.redeem({ clientId, code, verifier });
    const letGoNow = () => void brokerOAuth.revoke(clientId, upstream);
    const askWho = () =>
      brokerOAuth.userOf(upstream.accessToken).catch((error: unknown) => {
        letGoNow();
        throw error;
      });
    const user = told ?? (await askWho());
    const session = context.sessions.open(req, res);
    session.user = user;
    context.sessions.renew(req, res, session);
    if (!request) {
      letGoNow();
      return res.redirect(303, state.returnTo ?? '/');
    }
    Object.assign(request, { user, upstream });
    context.store.requests.set(request.id, request);
    letGoAt(context, request.expiresAt, request, () => request.answered);
    goOn(context, res, request);
  } catch (error) {
    notRedeemed(context, res, request, error);
  }
}

function goOn(context: OAuthContext, res: Response, request: AuthorizationRequest) {
  if (request.error) {
    request.answered = true;
    letGo(context, request);
    return redirectWithError(context, res, request, request.error);
  }
  context.wayIn.afterSignIn(context, res, request);
}

function notRedeemed(context: OAuthContext, res: Response, request: AuthorizationRequest | undefined, error: unknown) {
  if (error instanceof UpstreamGone) return sendPage(context, res, 400, errorPage(gone(context, error.message)));
  if (error instanceof UpstreamUnavailable && error.status === 403) {
    return sendPage(context, res, 400, errorPage(keyTooNarrow(context)));
  }
  if (!request) return sendPage(context, res, 502, errorPage(unreachable));
  const description = 'The brokerage could not be reached. Try again in a moment.';
  redirectWithError(context, res, request, { error: 'temporarily_unavailable', description });
}

const startAgain = 'Go back to the app and start the connection again.';

const strangeState: PageProblem = {
  code: 'invalid_state',
  title: 'This sign-in did not start here',
  message: 'The brokerage sent you back for a sign-in that this browser did not begin.',
  cure: startAgain,
};

const usedState: PageProblem = {
  code: 'invalid_grant',
  title: 'This sign-in is over',
  message: 'Its one-time code was used already.',
  cure: startAgain,
};

const staleState: PageProblem = {
  code: 'invalid_grant',
  title: 'This sign-in took too long',
  message: 'A sign-in waits for ten minutes, so that nobody can finish it long after you left.',
  cure: startAgain,
};

const wrongIssuer: PageProblem = {
  code: 'issuer_mismatch',
  title: 'The answer came from somebody else',
  message: 'The sign-in was answered by another server than the brokerage that was asked.',
  cure: startAgain,
};

const notSignedIn: PageProblem = {
  code: 'access_denied',
  title: 'You are not signed in',
  message: 'The brokerage did not let the sign-in go through.',
};

const unreachable: PageProblem = {
  code: 'temporarily_unavailable',
  title: 'The brokerage does not answer',
  message: 'Signing in needs the brokerage, which cannot be reached now.',
  cure: 'Try again in a moment.',
};

const keyTooNarrow = ({ brokerOrigin }: OAuthContext): PageProblem => ({
  code: 'insufficient_scope',
  title: 'The key does not say who you are',
  message: 'The gateway needs the scope user:information, which this key does not hold.',
  cure: `Add it to the key in Client Center (${brokerOrigin}/client-center), or generate another. ${startAgain}`,
});

const gone = ({ brokerOrigin, profile }: OAuthContext, code: string): PageProblem => {
  const withKeys = profile.features.includes('client-center');
  const checkKey = ` If that does not help, check the key in Client Center (${brokerOrigin}/client-center).`;
  return {
    code: /^[a-z_]{1,64}$/.test(code) ? code : 'access_denied',
    title: 'The brokerage refused the connection',
    message: `The code was used or too old${withKeys ? ', or the key is no longer active' : ''}.`,
    cure: `${startAgain}${withKeys ? checkKey : ''}`,
  };
};
