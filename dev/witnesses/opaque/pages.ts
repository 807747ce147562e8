import { randomBytes } from 'node:crypto';
import type { AuthRequest, OAuthHelpers } from '@cloudflare/workers-oauth-provider';
import { consentPage, errorPage, pageHeaders, signInPage } from '../pages.ts';
import { signsIn } from '../witness.ts';
import { providerPackage } from './provider-package.ts';

export const SCOPES = ['holdings:read', 'trades:write'];
export const OFFERED = [...SCOPES, 'offline_access'];

interface Env {
  OAUTH_PROVIDER: OAuthHelpers;
}

const show = (page: string, status = 200, more: Headers = new Headers()): Response => {
  const headers = new Headers(more);
  for (const [name, value] of Object.entries(pageHeaders)) headers.set(name, value);
  return new Response(page, { status, headers });
};

/** The pages that the package leaves to who uses it, as its documentation sketches them. */
export async function pages() {
  const { AuthorizationError } = await providerPackage();
  const sessions = new Map<string, string>();
  const secret = randomBytes(32).toString('base64url');
  const accountOf = (request: Request): string | undefined => {
    const id = /(?:^|; )session=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    return id === undefined ? undefined : sessions.get(id);
  };

  async function complete(oauth: OAuthHelpers, request: AuthRequest, account: string, headers: Headers) {
    const { redirectTo } = await oauth.completeAuthorization({
      request,
      userId: account,
      metadata: {},
      scope: request.scope,
      props: { account },
    });
    headers.set('Location', redirectTo);
    return new Response(null, { status: 302, headers });
  }

  async function authorize(http: Request, oauth: OAuthHelpers): Promise<Response> {
    const asked = await oauth.parseAuthRequest(http);
    // The package leaves scopes to the page: those that there are, and the smallest where none was asked for.
    const scope = asked.scope.filter((one) => OFFERED.includes(one));
    const request = { ...asked, scope: scope.length ? scope : SCOPES.slice(0, 1) };
    const account = accountOf(http);
    if (!account) return show(signInPage(`/sign-in${new URL(http.url).search}`, {}));
    if (await oauth.isConsentRemembered(http, request, { secret, subject: account })) {
      return complete(oauth, request, account, new Headers());
    }
    const about = await oauth.describeConsent(request);
    const { handle, headers } = await oauth.beginConsent(request);
    const client = about.clientName ?? request.clientId;
    const { redirectUri, scope: scopes } = request;
    return show(consentPage('/authorize', { handle }, { client, account, redirectUri, scopes }), 200, headers);
  }

  async function decide(http: Request, oauth: OAuthHelpers): Promise<Response> {
    const account = accountOf(http);
    const form = await http.formData();
    const handle = String(form.get('handle'));
    if (!account) return show(errorPage('Nobody is signed in.'), 403);
    if (form.get('decision') !== 'allow') {
      const { headers } = await oauth.denyConsent(http, handle);
      return new Response(null, { status: 302, headers });
    }
    const { request, headers } = await oauth.approveConsent(http, handle, { remember: { secret, subject: account } });
    return complete(oauth, request, account, headers);
  }

  async function signIn(http: Request): Promise<Response> {
    const form = await http.formData();
    const { search } = new URL(http.url);
    const username = String(form.get('username'));
    if (!signsIn(username, form.get('password'))) return show(signInPage(`/sign-in${search}`, {}, true), 403);
    const id = randomBytes(24).toString('base64url');
    sessions.set(id, username);
    const headers = { Location: `/authorize${search}`, 'Set-Cookie': `session=${id}; HttpOnly; SameSite=Lax; Path=/` };
    return new Response(null, { status: 303, headers });
  }

  return async (http: Request, env: Env): Promise<Response> => {
    const route = `${http.method} ${new URL(http.url).pathname}`;
    try {
      if (route === 'GET /authorize') return await authorize(http, env.OAUTH_PROVIDER);
      if (route === 'POST /authorize') return await decide(http, env.OAUTH_PROVIDER);
      if (route === 'POST /sign-in') return await signIn(http);
      return show(errorPage('There is no such page.'), 404);
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      if (error.redirectTo) return Response.redirect(error.redirectTo, 302);
      return show(errorPage(error.description), 400);
    }
  };
}
