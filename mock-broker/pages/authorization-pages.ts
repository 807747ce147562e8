import { html } from 'hono/html';
import { scopeDescriptions } from '../oauth/scopes.ts';
import type { User } from '../users.ts';
import { brokerageName, type Html, type Page } from './page.ts';

export interface PermissionView {
  clientName: string;
  redirectUri: string;
  scopes: readonly string[];
  user: User;
  csrf: string;
  /** Where the answer is posted: this request's own address. */
  action: string;
  /** This request, to come back to after signing out. */
  returnTo: string;
}

/** The permission page (AR-5): who asks, where the answer goes, for which account, and what it would open. */
export const permissionPage = (view: PermissionView): Page => ({
  title: 'Allow a connection',
  body: html`<div class="card">
<h1>Allow “<span class="client">${view.clientName}</span>” to connect?</h1>
<p>It would like to use your ${brokerageName} account.</p>
<dl>
<dt>Signed in as</dt><dd data-account-email>${view.user.name}, ${view.user.email}</dd>
<dt>Account</dt><dd>${view.user.accounts.map((account) => account.account_number).join(', ')}</dd>
<dt>Sends you to</dt><dd><code data-redirect-host>${hostOf(view.redirectUri)}</code></dd>
</dl>
<h2 id="scopes">It could</h2>
<ul class="plain" aria-labelledby="scopes">${tradingFirst(view.scopes).map(scopeItem)}</ul>
<p class="soft">You are asked once for each app. Deactivating its key in Client Center ends the connection.</p>
<form method="post" action="${view.action}" id="permission">
<input type="hidden" name="csrf" value="${view.csrf}">
<div class="actions even">
<button type="submit" name="decision" value="deny" class="plain">Deny</button>
<button type="submit" name="decision" value="allow">Allow</button>
</div>
</form>
<hr class="rule">
<form method="get" action="/sign-out" class="soft"><input type="hidden" name="return_to" value="${view.returnTo}">
Not you? <button type="submit" name="action" value="sign-out" class="link">Sign out</button> and sign in as someone else; the request is kept.</form>
</div>`,
});

/** What moves money stands at the top, where it is read. */
const tradingFirst = (scopes: readonly string[]): string[] => [
  ...scopes.filter((scope) => scope === 'order:execution'),
  ...scopes.filter((scope) => scope !== 'order:execution'),
];

const scopeItem = (scope: string): Html => html`<li data-scope="${scope}">
<span class="${scope === 'order:execution' ? 'strong-scope' : ''}">${scopeDescriptions[scope] ?? scope}</span>
<small>${scope}</small></li>`;

const hostOf = (uri: string): string => (URL.canParse(uri) ? new URL(uri).host || uri : uri);

const headings: Readonly<Record<string, string>> = {
  invalid_client: 'This app cannot connect',
  invalid_request: 'This request is incomplete',
  csrf_failed: 'This form is out of date',
};

/** An error that is shown here and not sent to any client. */
export const refusalPage = (error: string, description: string): Page => ({
  title: headings[error] ?? 'Something is wrong',
  body: html`<div class="card">
<h1>${headings[error] ?? 'Something is wrong'}</h1>
<div class="notice bad" role="alert"><p>${description}</p></div>
<p class="soft">Error code: <code data-error-code="${error}">${error}</code></p>
<p class="soft">Nothing was sent to the app. Keys are kept in <a href="/client-center">Client Center</a>.</p>
</div>`,
});

/** Nothing is at this address, for somebody who came with a browser. */
export const notFoundPage = (): Page => ({
  title: 'There is nothing here',
  body: html`<div class="card">
<h1>There is nothing here</h1>
<p>The address may be mistyped, or from an older page.</p>
<p class="soft">Keys are kept in <a href="/client-center">Client Center</a>. AI clients take the MCP URL of their gateway, not an address
of the brokerage.</p>
<p class="soft">Error code: <code data-error-code="not_found">not_found</code></p>
</div>`,
});

/** AR-E1: what was sent, how it differs from the key, and the cure. The address is text, never a link. */
export const mismatchPage = (sent: string, differences: readonly string[], clientName: string): Page => ({
  title: 'The redirect URI does not match',
  body: html`<div class="card">
<h1>The redirect URI does not match</h1>
<p>Error code: <code data-error-code="redirect_uri_mismatch">redirect_uri_mismatch</code></p>
<p>“<span class="client">${clientName}</span>” asked us to send you to:</p>
<code class="box" data-sent-redirect-uri>${sent}</code>
<div class="notice bad" role="alert">${differences.map((difference) => html`<p>${difference}</p>`)}</div>
<h2>How to mend it</h2>
<p>If you made this key: open it in <a href="/client-center">Client Center</a> and set its redirect URI to the one that your
gateway or platform names, exactly: same scheme, host and path, no slash more or less. Then connect again.</p>
<p class="soft">If you do not know the address above, stop here: somebody may be trying to get a code that is not theirs.</p>
<p class="soft">You were not sent there, and nothing was shared.</p>
</div>`,
});
