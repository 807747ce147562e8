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
  app.get('/oauth/authorize', openToOrigins(context, 'authorize', 'GET'), authorize(context));
  app.all('/oauth/authorize', onlyMethod('GET, HEAD'));
  app.get('/auth/callback', callback(context));
  app.all('/auth/callback', wrongMcpUrl(context));
}

/** `POST /oauth/{endpoint}` with a body that the handler reads itself. */
export function mountEndpoint(
  app: Express,
  context: OAuthContext,
  endpoint: 'token' | 'revoke' | 'register',
  handler: RequestHandler,
): void {
  const path = `/oauth/${endpoint}`;
  const open = openToOrigins(context, endpoint, 'POST');
  app.options(path, open);
  app.post(path, open, express.text({ type: () => true, limit: '32kb' }), handler);
  app.all(path, open, onlyMethod('POST, OPTIONS'));
}

/** A page with a form that is sent back to it. */
export function mountPage(app: Express, path: string, show: RequestHandler, answer: RequestHandler): void {
  app.get(path, show);
  app.post(path, express.text({ type: 'application/x-www-form-urlencoded', limit: '32kb' }), answer);
}

function mountMetadata(app: Express, context: OAuthContext): void {
  const open = openToOrigins(context, 'metadata', 'GET');
  const serve = (path: string, document: object) => {
    app.options(path, open);
    app.get(path, open, (_req, res) => {
      res.set('Cache-Control', context.behaviours.cachingOf('metadata')).json(document);
    });
    app.all(path, onlyMethod('GET, HEAD, OPTIONS'));
  };
  serve('/.well-known/oauth-protected-resource/mcp', protectedResourceMetadata(context));
  serve('/.well-known/oauth-protected-resource', protectedResourceMetadata(context));
  serve('/.well-known/oauth-authorization-server', authorizationServerMetadata(context));
  serve('/.well-known/openid-configuration', authorizationServerMetadata(context));
  serve('/oauth/jwks', { keys: [context.signingKey.jwk] });
}

const onlyMethod =
  (allow: string): RequestHandler =>
  (_req, res) => {
    const description = `This endpoint takes ${allow} only.`;
    res.status(405).set('Allow', allow).json({ error: 'invalid_request', error_description: description });
  };
