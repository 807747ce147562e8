import type { Request, Response } from 'express';
import { sendPage } from '../pages/page.ts';
import { signedOutPage, signInPage } from '../pages/sign-in-pages.ts';
import { secretHash, type User } from '../users.ts';
import { authorizeAs } from './authorize.ts';
import { failureWindow, noteFailure, recentFailures } from './failures.ts';
import { readParameters } from './form.ts';
import { hashOf } from './hash.ts';
import { signIn, signOut, visitor } from './sessions.ts';
import type { OAuthState } from './state.ts';

const nobody = secretHash('');

/** `GET /sign-in?return_to=`: the form, or straight on for a browser that is signed in. */
export async function showSignIn(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const { user, csrf } = visitor(oauth, req, res);
  const returnTo = ownTarget(oauth, readParameters(req.query).values.return_to);
  if (user) return res.redirect(returnTo);
  await sendPage(res, signInPage({ csrf, returnTo }));
}

/** `POST /sign-in`: email and password. */
export async function answerSignIn(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  const { email = '', password = '', return_to } = readParameters(req.body).values;
  const browser = visitor(oauth, req, res);
  const returnTo = ownTarget(oauth, return_to);
  const place = hashOf(`${email.trim().toLowerCase()}|${req.ip}`);
  const wait = secondsToWait(oauth, place);
  if (wait > 0) {
    res.setHeader('Retry-After', String(wait));
    const problem = `Too many wrong passwords. Please try again in ${Math.ceil(wait / 60)} minutes.`;
    return sendPage(res, signInPage({ csrf: browser.csrf, returnTo, email, problem }), 429);
  }
  const user = userWith(oauth, email, password);
  if (!user) {
    noteFailure(oauth.signInFailures, place, oauth.context.clock.now());
    const problem = 'The email address or the password is wrong. Check both and try again.';
    return sendPage(res, signInPage({ csrf: browser.csrf, returnTo, email, problem }), 401);
  }
  oauth.signInFailures.delete(place);
  signIn(oauth, req, res, user);
  const { pathname, search } = new URL(returnTo, oauth.context.origin());
  if (pathname === '/oauth2/authorize') return authorizeAs(oauth, res, user, search);
  res.redirect(303, returnTo);
}

/** `GET /sign-out?return_to=`: ends the session, then goes to the brokerage or a partner, nowhere else. */
export async function answerSignOut(oauth: OAuthState, req: Request, res: Response): Promise<void> {
  signOut(oauth, req);
  const { return_to } = readParameters(req.query).values;
  if (return_to === undefined) return sendPage(res, signedOutPage());
  const { origin, partners } = oauth.context;
  const urls = [...partners.values()].flatMap((partner) => [partner.mcpUrl, ...partner.redirectUris]);
  const known = [origin(), ...urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin)];
  const target = safeTarget(oauth, return_to, known);
  if (target === undefined) {
    return sendPage(
      res,
      signedOutPage('We did not follow the return address, because it leads to a site we do not know.'),
    );
  }
  res.redirect(target);
}

const ownTarget = (oauth: OAuthState, given: string | undefined): string =>
  safeTarget(oauth, given ?? '/client-center', [oauth.context.origin()]) ?? '/client-center';

/** Resolved as a browser would, so that `//host`, `\host` and `javascript:` are seen for what they are. */
function safeTarget(oauth: OAuthState, given: string, known: readonly string[]): string | undefined {
  const { origin, behaviours } = oauth.context;
  if (!URL.canParse(given, origin())) return undefined;
  const url = new URL(given, origin());
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (!behaviours.brokerReturnTargetIsKnown(url.origin, known)) return undefined;
  // A path that begins with two slashes would be read as another host.
  const path = url.pathname.replace(/^\/+/, '/');
  return url.origin === origin() ? `${path}${url.search}${url.hash}` : url.href;
}

function userWith({ context }: OAuthState, email: string, password: string): User | undefined {
  const user = context.users.byEmail(email);
  const matches = context.behaviours.brokerPasswordMatches(password, user?.passwordHash ?? nobody);
  return matches ? user : undefined;
}

function secondsToWait({ context, signInFailures }: OAuthState, place: string): number {
  const now = context.clock.now();
  const recent = recentFailures(signInFailures, place, now);
  if (context.behaviours.brokerSignInMayBeTried(recent.length)) return 0;
  return Math.ceil((recent[0]! + failureWindow - now) / 1000);
}
