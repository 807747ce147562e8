import express, { type Express, type RequestHandler } from 'express';
import { wrongMcpUrl } from '../mcp/wrong-url.ts';
import { authorize } from './authorize.ts';
import { callback } from './callback.ts';
import { authorizationServerMetadata, protectedResourceMetadata } from './metadata.ts';
import type { OAuthContext } from './oauth-context.ts';
import { openToOrigins } from './open-to-origins.ts';
import { revoke } from './revoke.ts';
import { token } from './token.ts';

/** The endpoints of every way in that has users sign in at the brokerage, and the documents that lead there. */
export function mountAuthorizationServer(app: Express, context: OAuthContext): void {
  mountMetadata(app, context);
  mountEndpoint(app, context, 'token', token(context));
  mountEndpoint(app, context, 'revoke', revoke(context));
  const open = openToOrigins(context, 'authorize', 'GET');
  app.route('/oauth/authorize').get(open, authorize(context)).all(onlyMethod('GET, HEAD'));
  app.route('/auth/callback').get(callback(context)).all(wrongMcpUrl(context));
}

/** `POST /oauth/{endpoint}` with a body that the handler reads itself. */
export function mountEndpoint(
  app: Express,
  context: OAuthContext,
  endpoint: 'token' | 'revoke' | 'register' | 'introspect',
  handler: RequestHandler,
): void {
  const open = openToOrigins(context, endpoint, 'POST');
  const body = express.text({ type: () => true, limit: '32kb' });
  app.route(`/oauth/${endpoint}`).options(open).post(open, body, handler).all(open, onlyMethod('POST, OPTIONS'));
}

/** A page with a form that is sent back to it. */
export function mountPage(app: Express, path: string, show: RequestHandler, answer: RequestHandler): void {
  const form = express.text({ type: 'application/x-www-form-urlencoded', limit: '32kb' });
  app.route(path).get(show).post(form, answer);
}

function mountMetadata(app: Express, context: OAuthContext): void {
  const open = openToOrigins(context, 'metadata', 'GET');
  const serve = (path: string, document: () => object) => {
    const send: RequestHandler = (_req, res) => {
      res.set('Cache-Control', context.behaviours.cachingOf('metadata')).json(document());
    };
    app.route(path).options(open).get(open, send).all(onlyMethod('GET, HEAD, OPTIONS'));
  };
  serve('/.well-known/oauth-protected-resource/mcp', () => protectedResourceMetadata(context));
  serve('/.well-known/oauth-protected-resource', () => protectedResourceMetadata(context));
  serve('/.well-known/oauth-authorization-server', () => authorizationServerMetadata(context));
  serve('/.well-known/openid-configuration', () => authorizationServerMetadata(context));
  serve('/oauth/jwks', () => ({ keys: [context.signingKey.jwk] }));
}

/** Told to whoever comes by another method. */
export const onlyMethod =
  (allow: string): RequestHandler =>
  (_req, res) => {
    const description = `This endpoint takes ${allow} only.`;
    res.status(405).set('Allow', allow).json({ error: 'invalid_request', error_description: description });
  };
