import { html } from 'hono/html';
import type { BrokerUser, Grant } from '../access.ts';
import { layout, type Page } from './layout.ts';

export interface AiClients {
  user: BrokerUser;
  formToken: string;
  /** Newest first. */
  grants: readonly Grant[];
}

/** CT-8, CT-11: each connection with its name, scope, creation and last activity, and a way to end it. */
export const aiClientsPage = (_context: object, { user, formToken, grants }: AiClients): Page =>
  layout({
    title: 'AI Clients',
    user: user.email,
    body: html`<section class="card wide">
<h1>AI Clients</h1>
<p>What you allowed to use your account. Revoking works at once: the next call of the client is refused.</p>
${grants.length === 0 ? html`<p class="empty">No client is connected.</p>` : html`<ul class="clients">${grants.map((grant) => row(grant, formToken))}</ul>`}
<form class="aside" method="post" action="/ai-clients">
<input type="hidden" name="csrf" value="${formToken}">
<span>Signed in as ${user.email}.</span> <button class="link" name="action" value="sign-out">Sign out</button>
</form>
</section>`,
  });

const row = (grant: Grant, formToken: string): Page => html`<li data-grant-id="${grant.id}">
<div class="row">
<h2 data-field="name">${grant.clientName}</h2>
<p data-field="scope">${grant.scopes.map((scope) => html`<code>${scope}</code> `)}</p>
<dl class="times">
<div><dt>Created</dt><dd data-field="created">${time(grant.createdAt)}</dd></div>
<div><dt>Last activity</dt><dd data-field="last-activity">${time(grant.lastActivityAt)}</dd></div>
</dl>
</div>
<details class="confirm"><summary>Revoke<span class="hidden"> ${grant.clientName}</span></summary>
<form method="post" action="/ai-clients">
<input type="hidden" name="csrf" value="${formToken}">
<input type="hidden" name="grant" value="${grant.id}">
<p>${grant.clientName} loses access at once and must ask you again.</p>
<button class="danger" name="action" value="revoke">Yes, revoke</button>
</form></details>
</li>`;

const time = (ms: number): Page => {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
};
