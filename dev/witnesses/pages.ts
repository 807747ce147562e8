import { html } from 'hono/html';

/** Headers of every page on the way in: kept by no cache, put into no frame, loading nothing. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
};

type Hidden = Record<string, string>;
const hiddenFields = (hidden: Hidden) =>
  Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);

const page = (title: string, body: unknown): string =>
  String(
    html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`,
  );

/** The form that asks who is there. `wrong` says that the words before were not right. */
export const signInPage = (action: string, hidden: Hidden, wrong = false): string =>
  page(
    'Sign in',
    html`${wrong ? html`<p role="alert">That is not the right password.</p>` : ''}
    <form method="post" action="${action}">${hiddenFields(hidden)}
      <p><label>User name <input name="username" autocomplete="username"></label>
      <p><label>Password <input name="password" type="password" autocomplete="current-password"></label>
      <p><button type="submit">Sign in</button></form>`,
  );

/** The form that asks whether a client may, with all that a person needs to decide. */
export function consentPage(
  action: string,
  hidden: Hidden,
  about: { client: string; account: string; redirectUri: string; scopes: string[] },
): string {
  const { hostname } = new URL(about.redirectUri);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return page(
    'Allow access?',
    html`<p><strong>${about.client}</strong> wants access to the account <strong>${about.account}</strong>.
      The answer goes to <strong>${hostname}</strong>.
    ${isHere ? html`<p>Warning: that is a program on this computer. Go on only if you started it yourself.` : ''}
    <ul>${about.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>
    <form method="post" action="${action}">${hiddenFields(hidden)}
      <button type="submit" name="decision" value="allow">Allow</button>
      <button type="submit" name="decision" value="deny">Deny</button></form>`,
  );
}

/** A page that leads nowhere. */
export const errorPage = (what: string): string => page('This does not work', html`<p>${what}`);
