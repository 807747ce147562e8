import type { RequestHandler } from 'express';
import type { OAuthContext } from './oauth-context.ts';

/** CORS for clients that run in a browser. No credentials: these endpoints take no cookies. */
export function openToOrigins(
  { behaviours }: OAuthContext,
  endpoint: Parameters<OAuthContext['behaviours']['endpointIsOpenToOtherOrigins']>[0],
  method: 'GET' | 'POST',
): RequestHandler {
  return (req, res, next) => {
    if (!behaviours.endpointIsOpenToOtherOrigins(endpoint)) return next();
    res.set('Access-Control-Allow-Origin', '*');
    if (req.method !== 'OPTIONS') return next();
    res.set('Access-Control-Allow-Methods', method);
    res.set('Access-Control-Allow-Headers', 'content-type, authorization, dpop, mcp-protocol-version');
    res.status(204).end();
  };
}
