import type { RequestHandler } from 'express';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { mcpUrlPage } from '../pages/mcp-url-page.ts';
import { sendPage } from '../pages/send-page.ts';
import { unauthorized } from './bearer.ts';

/**
 * The same 401 with the same challenge as for a client, and in place of its JSON a page, for whoever opens the MCP URL
 * in a browser. Clients ask for JSON or an event stream, and never for HTML before them.
 */
export const mcpUrlInBrowsers =
  (context: OAuthContext): RequestHandler =>
  (req, res, next) => {
    res.vary('Accept');
    const isPerson = req.accepts(['json', 'text/event-stream', 'html']) === 'html';
    const hasToken = req.headers.authorization !== undefined || 'access_token' in req.query;
    if (!isPerson || hasToken || context.behaviours.tokenIsRequired(false)) return next();
    const { status, headers } = unauthorized(context);
    res.set(headers);
    sendPage(context, res, status, mcpUrlPage(context));
  };
