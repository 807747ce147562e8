import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import type { User } from '../users.ts';
import { hashOf } from './hash.ts';
import { forgetExpired, type OAuthState } from './state.ts';

const cookieName = 'openbell_broker';
const sessionLifetime = 12 * 3_600_000;
const mostSessions = 10_000;

/** The browser in front: the CSRF token of its forms, and who is signed in. */
export interface Visitor {
  /** Calculated when asked for: most requests have no form. */
  readonly csrf: string;
  user: User | undefined;
}

/** Reads the session cookie, and gives one to a browser that has none, so that the sign-in form is guarded too. */
export function visitor(oauth: OAuthState, req: Request, res: Response): Visitor {
  const cookie = readCookie(req) ?? giveCookie(oauth, res);
  return {
    get csrf() {
      return csrfOf(oauth, cookie);
    },
    user: signedInUser(oauth, cookie),
  };
}

function readCookie(req: Request): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
}

function giveCookie(oauth: OAuthState, res: Response): string {
  const value = oauth.context.random.token();
  // No Expires and no Max-Age: a browser would count them by its own clock, not by ours.
  const secure = oauth.context.origin().startsWith('https:');
  res.cookie(cookieName, value, { httpOnly: true, sameSite: 'lax', path: '/', secure });
  return value;
}

const csrfOf = (oauth: OAuthState, cookie: string): string =>
  createHmac('sha256', oauth.csrfSecret).update(cookie).digest('base64url');

function signedInUser(oauth: OAuthState, cookie: string): User | undefined {
  const session = oauth.sessions.get(hashOf(cookie));
  if (!session || session.expiresAt <= oauth.context.clock.now()) return undefined;
  return oauth.context.users.byId(session.userId);
}

/** Signs a user in under a new cookie, so that one planted before sign-in is worth nothing. */
export function signIn(oauth: OAuthState, req: Request, res: Response, user: User): void {
  signOut(oauth, req);
  if (oauth.sessions.size >= mostSessions) forgetExpired(oauth);
  if (oauth.sessions.size >= mostSessions) oauth.sessions.clear();
  const expiresAt = oauth.context.clock.now() + sessionLifetime;
  oauth.sessions.set(hashOf(giveCookie(oauth, res)), { userId: user.id, expiresAt });
}

/** Ends the session on the server; the cookie that stays behind opens nothing. */
export function signOut(oauth: OAuthState, req: Request): void {
  const cookie = readCookie(req);
  if (cookie) oauth.sessions.delete(hashOf(cookie));
}
