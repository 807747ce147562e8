import type { Response } from 'express';
import { keyOf } from './key-of.ts';
import { letGoAt } from './let-go.ts';
import type { OAuthContext } from './oauth-context.ts';
import type { AuthorizationError, AuthorizationRequest, Code } from './records.ts';

export interface Target {
  redirectUri: string;
  state: string | undefined;
}

/** OAuth 2.1 §4.1.2.1: tells the client what went wrong. */
export function redirectWithError(
  context: OAuthContext,
  res: Response,
  target: Target,
  problem: AuthorizationError,
): void {
  send(context, res, target, { error: problem.error, error_description: problem.description });
}

/** OAuth 2.1 §4.1.2: gives the client a code for what the user allowed. The request must have its user by now. */
export function redirectWithCode(
  context: OAuthContext,
  res: Response,
  request: AuthorizationRequest,
  scopes: readonly string[],
): void {
  const { store, clock, settings, random } = context;
  const { client, redirectUri, resource, codeChallenge, dpopJkt, user, upstream } = request;
  const code = random.token();
  const expiresAt = clock.now() + settings.codeSeconds * 1000;
  const kept: Code = {
    client,
    redirectUri,
    resource,
    scopes,
    codeChallenge,
    ...(dpopJkt && { dpopJkt }),
    expiresAt,
    user: user!,
    upstream: upstream!,
    used: false,
  };
  store.codes.set(keyOf(code), kept);
  letGoAt(context, expiresAt, kept, () => kept.used);
  if (client.secretHash === undefined) store.clients.set(client.clientId, client);
  send(context, res, request, { code });
}

/** The redirect URI keeps its own query (OAuth 2.1 §4.1.1). 303 turns the POST of a form into a GET (§7.5.2). */
function send(context: OAuthContext, res: Response, target: Target, answer: Record<string, string>): void {
  const state = context.behaviours.stateIsReturned(target.state);
  const iss = context.behaviours.issuerIsReturned(context.origin);
  const query = new URLSearchParams({
    ...answer,
    ...(state !== undefined && { state }),
    ...(iss !== undefined && { iss }),
  });
  res.set('Cache-Control', context.behaviours.cachingOf('secret'));
  res.redirect(303, `${target.redirectUri}${target.redirectUri.includes('?') ? '&' : '?'}${query}`);
}
