import { html } from 'hono/html';
import type { BrokerUser, Grant } from '../access.ts';
import { containedIn, type Scope } from '../profiles/scope.ts';
import { redirectHost } from './form-fields.ts';
import { layout, type Page } from './layout.ts';

export interface AiClients {
  user: BrokerUser;
  formToken: string;
  /** Newest first. */
  grants: readonly Grant[];
  /** The connection that the user has just ended. */
  revoked?: Grant | undefined;
}

/** CT-8, CT-11: each connection with its name, where it leads, what it may do, creation and last activity, and a way to end it. */
export const aiClientsPage = (
  { profile }: { profile: { scopes: readonly Scope[] } },
  { user, formToken, grants, revoked }: AiClients,
): Page =>
  layout({
    title: 'AI Clients',
    user: user.email,
    body: html`<section class="card wide">
<h1>AI Clients</h1>
<p>What you allowed to use your account. Revoking works at once: the next call of the client is refused.</p>
${revoked ? notice(revoked) : ''}
${grants.length === 0 ? html`<p class="empty">No client is connected.</p>` : html`<ul class="clients">${grants.map((grant) => row(grant, profile.scopes, formToken))}</ul>`}
<form class="aside" method="post" action="/ai-clients">
<input type="hidden" name="csrf" value="${formToken}">
<span>Signed in as ${user.email}.</span> <button class="link" name="action" value="sign-out">Sign out</button>
</form>
</section>`,
  });

const notice = ({ clientName, redirectUri }: Grant): Page => html`<p class="done" role="status" data-field="revoked">
<strong class="client">${clientName}</strong>${redirectUri ? html` (${redirectHost(redirectUri)})` : ''} is no longer connected.
To use it again, connect it again.</p>`;

/** In words what the scopes open, those that they contain included. */
function mayDo(held: readonly string[], scopes: readonly Scope[]): Page {
  const contained = containedIn(scopes, held);
  const known = scopes.filter(({ name }) => held.includes(name) || contained.includes(name));
  const largest = known.filter(({ name }) => !contained.includes(name));
  const words = known.map(({ words }) => words).join('; ');
  const title = largest.map(({ title, name }) => title ?? name).join(', ');
  return html`${title ? html`<strong>${title}</strong>: ${words} ` : ''}${held.map((scope) => html`<code>${scope}</code> `)}`;
}

const row = (grant: Grant, scopes: readonly Scope[], formToken: string): Page => html`<li data-grant-id="${grant.id}">
<div class="row">
<h2 data-field="name">${grant.clientName}</h2>
${grant.redirectUri ? html`<p class="note">Sends you to <span data-field="redirect-host">${redirectHost(grant.redirectUri)}</span></p>` : ''}
<p data-field="scope">${mayDo(grant.scopes, scopes)}</p>
<dl class="times">
<div><dt>Created</dt><dd data-field="created">${time(grant.createdAt)}</dd></div>
<div><dt>Last activity</dt><dd data-field="last-activity">${time(grant.lastActivityAt)}</dd></div>
</dl>
</div>
<details class="confirm"><summary>Revoke<span class="hidden"> ${grant.clientName}, connected ${time(grant.createdAt)}</span></summary>
<form method="post" action="/ai-clients">
<input type="hidden" name="csrf" value="${formToken}">
<input type="hidden" name="grant" value="${grant.id}">
<p>${grant.clientName} loses access at once and must ask you again.</p>
<button class="danger" name="action" value="revoke">Yes, revoke</button>
</form></details>
</li>`;

const time = (ms: number): Page => {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
};
