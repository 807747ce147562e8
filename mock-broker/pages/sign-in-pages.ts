import { html } from 'hono/html';
import { brokerageName, type Page } from './page.ts';

/** The sign-in form. `returnTo` is where the browser goes afterwards; `problem` is shown above the form. */
export const signInPage = (options: { csrf: string; returnTo: string; email?: string; problem?: string }): Page => ({
  title: 'Sign in',
  body: html`<div class="card">
<h1>Sign in to ${brokerageName}</h1>
${options.returnTo.startsWith('/oauth2/') ? html`<p class="soft">An app would like to connect to your account. Sign in first; then you decide.</p>` : ''}
${options.problem ? html`<div class="notice bad" role="alert"><p>${options.problem}</p></div>` : ''}
<form method="post" action="/sign-in" id="sign-in">
<input type="hidden" name="csrf" value="${options.csrf}">
<input type="hidden" name="return_to" value="${options.returnTo}">
<div class="field"><label for="email">Email address</label>
<input type="email" id="email" name="email" autocomplete="username" required value="${options.email ?? ''}"></div>
<div class="field"><label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" required></div>
<div class="actions"><button type="submit" class="wide-button">Sign in</button></div>
</form>
</div>`,
});

/** What is shown after signing out. */
export const signedOutPage = (remark?: string): Page => ({
  title: 'Signed out',
  body: html`<div class="card">
<h1>You are signed out</h1>
<p>Apps that you have connected stay connected. To disconnect one, deactivate its key in Client Center.</p>
${remark ? html`<div class="notice warn"><p>${remark}</p></div>` : ''}
<div class="actions"><a class="button" href="/sign-in">Sign in again</a></div>
</div>`,
});
