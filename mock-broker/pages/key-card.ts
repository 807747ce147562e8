import { html } from 'hono/html';
import { scopeDescriptions } from '../oauth/scopes.ts';
import type { Key } from '../oauth/state.ts';
import type { Html } from './page.ts';

/** One key in Client Center: what it is, and the forms that mend, deactivate, activate and delete it. */
export const keyCard = (key: Key & { warning: string | undefined }, csrf: string): Html => html`<article class="card"
 data-client-id="${key.clientId}" data-state="${key.state}" aria-labelledby="key-${key.clientId}">
<div class="row"><h3 class="client" id="key-${key.clientId}">${key.name}</h3>
<span class="tag ${key.state === 'active' ? 'good' : 'warn'}">${key.state === 'active' ? 'Active' : 'Deactivated'}</span></div>
${key.warning ? html`<div class="notice warn" data-warning><p>${key.warning}</p></div>` : ''}
<dl>
<dt>Client ID</dt><dd><code>${key.clientId}</code></dd>
<dt>Use</dt><dd>${key.use === 'direct' ? 'Direct' : 'Through a gateway'}</dd>
<dt>Scopes</dt><dd>${key.scopes.join(', ')}</dd>
</dl>
<form method="post" action="/client-center" class="mend">${hidden(key, csrf)}
<div class="field"><label for="name-${key.clientId}">Client name</label>
<input type="text" id="name-${key.clientId}" name="name" maxlength="80" required autocomplete="off" value="${key.name}"></div>
<div class="field"><label for="redirect-${key.clientId}">Redirect URI</label>
<input type="text" inputmode="url" id="redirect-${key.clientId}" name="redirect_uri" maxlength="2000" required autocomplete="off" spellcheck="false" value="${key.redirectUri}"></div>
${scopeBoxes(key)}
<button type="submit" name="action" value="mend" class="plain" aria-label="Save changes to ${key.name}">Save changes</button>
</form>
<hr class="rule">
<div class="row"><p class="soft">Deactivating or deleting a key ends its connections at once. A deleted key does not come back.</p>
<div class="actions tight">
${key.state === 'active' ? button(key, csrf, 'deactivate', 'Deactivate', 'plain') : button(key, csrf, 'activate', 'Activate', '')}
${button(key, csrf, 'delete', 'Delete', 'danger')}
</div></div>
</article>`;

/** Folded, since most keys keep the scopes that they were made with. */
const scopeBoxes = (key: Key): Html => html`<details class="field"><summary>Change scopes</summary>
<div class="choices">${Object.entries(scopeDescriptions).map(([scope, words]) => scopeBox(key, scope, words))}</div>
<p class="hint">More is asked of you when the app connects the next time. Taking one away ends the key’s connections.</p></details>`;

const scopeBox = (key: Key, scope: string, words: string): Html =>
  html`<label class="choice"><input type="checkbox" name="scopes" value="${scope}"${key.scopes.includes(scope) ? html` checked` : ''}>
<span>${words}<small>${scope}</small></span></label>`;

const button = (key: Key, csrf: string, action: string, label: string, look: string): Html =>
  html`<form method="post" action="/client-center">${hidden(key, csrf)}
<button type="submit" name="action" value="${action}" class="${look}" aria-label="${label} ${key.name}">${label}</button></form>`;

const hidden = (key: Key, csrf: string): Html => html`<input type="hidden" name="csrf" value="${csrf}">
<input type="hidden" name="client_id" value="${key.clientId}">`;
