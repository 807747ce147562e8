import { html } from 'hono/html';
import { isDocumentUrl } from '../documents/client-of-document.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import type { Waiting } from '../oauth/waiting-request.ts';
import { containedIn, type Scope } from '../profiles/scope.ts';
import { isLoopback, redirectHost, requestFields } from './form-fields.ts';
import { layout, type Page } from './layout.ts';

/** CT-4: who asks, for which account, for how much, and where the answer goes. */
export function consentPage({ behaviours, grants, profile, settings }: OAuthContext, waiting: Waiting): Page {
  const { request, user } = waiting;
  const { clientName, clientId } = request.client;
  const wanted = request.scopes ?? [];
  const asked = behaviours.largerScopeIncludesTheSmaller(wanted, containedIn(profile.scopes, wanted));
  const choices = profile.scopes.filter(({ name }) => asked.includes(name));
  const lacked = grants.ofUser(user.id).find((grant) => grant.clientId === clientId)?.lacked;
  const names = choices.map(({ name }) => name);
  const chosen = behaviours.preselectedScope(names, lacked);
  const separate = profile.features.includes('separate-scopes');
  const days = Math.round(settings.refreshTokenSeconds / 86_400);
  return layout({
    title: `Allow ${clientName}?`,
    user: user.email,
    body: html`<section class="card">
<p class="eyebrow">Connection request</p>
<h1><span class="client">${clientName}</span> wants to use your account</h1>
<dl class="facts">
<div><dt>Account</dt><dd data-field="account">${user.name}<br><span>${user.email}</span></dd></div>
<div><dt>Sends you to</dt><dd data-field="redirect-host">${redirectHost(request.redirectUri)}</dd></div>
${isDocumentUrl(clientId) ? html`<div><dt>Published at</dt><dd data-field="client-host">${new URL(clientId).host}</dd></div>` : ''}
<div><dt>Client ID</dt><dd><code>${clientId}</code></dd></div>
</dl>
<p class="note">This name was chosen by whoever registered the client. Nobody has checked it.</p>
${isLoopback(request.redirectUri) ? loopbackWarning : ''}
<form method="post" action="/oauth/consent">
${requestFields(waiting)}
<fieldset><legend>It may</legend>${choices.map((scope) => (separate ? choice('checkbox', scope, true) : choice('radio', scope, scope.name === chosen)))}</fieldset>
<p class="note">For all your accounts, until you revoke it, or until it is not used for ${days} days.${profile.features.includes('ai-clients-page') ? ' You can revoke it at any time on the AI Clients page.' : ''}</p>
<div class="actions">
<button class="primary" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</div>
</form>
<form class="aside" method="post" action="/oauth/consent">
${requestFields(waiting)}
<span>Not you?</span> <button class="link" name="action" value="sign-out">Sign out and use another account</button>
</form>
</section>`,
  });
}

const choice = (
  type: 'radio' | 'checkbox',
  { name, title, words }: Scope,
  chosen: boolean,
): Page => html`<label class="choice">
<input type="${type}" name="scope" value="${name}"${chosen ? html` checked` : ''}>
<span><strong>${title ?? name}</strong> <span class="words">${words}</span> <code>${name}</code></span></label>`;

const loopbackWarning = html`<p class="warning" role="note">This client runs on the computer that you are using. Any program here could
pretend to be it: go on only if you started the connection yourself just now.</p>`;
