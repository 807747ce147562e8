import { html } from 'hono/html';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import type { Waiting } from '../oauth/waiting-request.ts';
import { redirectHost, requestFields } from './form-fields.ts';
import { layout, type Page } from './layout.ts';

/** AR-5: the sign-in worked; before anything reaches the platform the user sees where it goes. */
export function successPage({ profile }: OAuthContext, waiting: Waiting): Page {
  const { request, user } = waiting;
  const { clientName, clientId } = request.client;
  const granted = request.upstream!.scopes.filter((scope) => request.scopes?.includes(scope) ?? true);
  const words = profile.scopes.filter(({ name }) => granted.includes(name));
  return layout({
    title: 'You are signed in',
    user: user.email,
    body: html`<section class="card">
<p class="eyebrow">Signed in at the brokerage</p>
<h1>Connect <span class="client">${clientName}</span>?</h1>
<p>This key has not been used with this destination before. Continue only if you started the connection yourself.</p>
<dl class="facts">
<div><dt>Account</dt><dd data-field="account">${user.name}<br><span>${user.email}</span></dd></div>
<div><dt>Sends you to</dt><dd data-field="redirect-host">${redirectHost(request.redirectUri)}</dd></div>
<div><dt>Client ID</dt><dd><code>${clientId}</code></dd></div>
</dl>
<h2>It may</h2>
<ul class="scopes">${words.map((scope) => html`<li>${scope.words} <code>${scope.name}</code></li>`)}</ul>
<form method="post" action="/auth/success">
${requestFields(waiting)}
<div class="actions">
<button class="primary" name="action" value="continue">Continue to ${clientName}</button>
<button name="action" value="cancel">Cancel</button>
</div>
</form>
</section>`,
  });
}
