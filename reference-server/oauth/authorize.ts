import type { Request, RequestHandler, Response } from 'express';
import { errorPage } from '../pages/error-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { redirectWithError } from './authorization-response.ts';
import { networkOf } from './network.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { PageProblem } from './page-problem.ts';
import { type Parameters, readParameters } from './parameters.ts';
import type { AuthorizationError, AuthorizationRequest, Client } from './records.ts';
import { requestedScopes, requestProblem } from './request-problem.ts';
import { resolveClient, resolveRedirectUri } from './request-target.ts';
import { signInUrl } from './sign-in.ts';

/** Long enough to read a page and find a password. */
const requestSeconds = 600;

/**
 * `GET /oauth/authorize` (OAuth 2.1 §4.1.1). Until client and redirect URI are known to belong together, what is wrong
 * is told to the user on a page; from then on to the client. A good request goes to sign-in at the brokerage.
 */
export function authorize(context: OAuthContext): RequestHandler {
  return async (req, res) => {
    const parameters = readParameters(queryOf(req));
    const client = await resolveClient(context, parameters, networkOf(req.ip ?? ''));
    if ('code' in client) return showProblem(context, res, client);
    const redirectUri = resolveRedirectUri(context, client, parameters);
    if (typeof redirectUri !== 'string') return showProblem(context, res, redirectUri);
    const problem = requestProblem(context, parameters, client);
    const selfRegistered = context.profile.features.includes('registration');
    if (problem && !context.behaviours.selfRegisteredTargetWaitsForSignIn(selfRegistered)) {
      return redirectWithError(context, res, { redirectUri, state: parameters.get('state') }, problem);
    }
    const session = context.sessions.open(req, res);
    const request = keepRequest(context, req, { client, redirectUri, parameters, sessionId: session.id, problem });
    const upstreamClientId = context.wayIn.upstreamClientIdOf(context, client);
    res.redirect(303, signInUrl(context, session, { upstreamClientId, network: request.network, request }));
  };
}

const queryOf = (req: Request): string => req.originalUrl.split('?').slice(1).join('?');

interface Accepted {
  client: Client;
  redirectUri: string;
  parameters: Parameters;
  sessionId: string;
  problem: AuthorizationError | undefined;
}

function keepRequest(context: OAuthContext, req: Request, accepted: Accepted): AuthorizationRequest {
  const { client, redirectUri, parameters, sessionId, problem } = accepted;
  const dpopJkt = parameters.get('dpop_jkt');
  const request: AuthorizationRequest = {
    id: context.random.uuid(),
    sessionId,
    network: networkOf(req.ip ?? ''),
    client,
    redirectUri,
    state: parameters.get('state'),
    scopes: requestedScopes(context, parameters),
    codeChallenge: parameters.get('code_challenge') ?? '',
    ...(context.proofs && dpopJkt && { dpopJkt }),
    resource: context.mcpUrl,
    authorizeUrl: `${context.origin}/oauth/authorize?${queryOf(req)}`,
    expiresAt: context.clock.now() + requestSeconds * 1000,
    answered: false,
    ...(problem && { error: problem }),
  };
  context.store.requests.set(request.id, request);
  return request;
}

function showProblem(context: OAuthContext, res: Response, problem: PageProblem) {
  const { behaviours } = context;
  if (problem.redirectUri && behaviours.errorMayBeRedirected(false)) {
    const { redirectUri, state, code: error, message: description } = problem;
    return redirectWithError(context, res, { redirectUri, state }, { error, description });
  }
  sendPage(context, res, 400, errorPage(problem));
}
