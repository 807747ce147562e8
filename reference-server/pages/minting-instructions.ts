import { html } from 'hono/html';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { CLIENT_FORMS, type ClientForm, TOKEN_PLACEHOLDER } from './client-forms.ts';

/** Nobody signs in: what a developer does for a user, and where the token goes. */
export const mintingInstructions = ({ apiOrigin, mcpUrl, settings, profile }: OAuthContext) => ({
  fields: html`<div><dt>Minting</dt>
<dd><code data-field="mint-url">${apiOrigin}/auth/tokens/user</code><span>POST, with the headers client-id and client-secret of the platform, user-id and user-secret of the person.</span></dd></div>
<div><dt>Scopes</dt><dd><code>${JSON.stringify({ scopes: profile.scopes.map(({ name }) => name) })}</code><span>The body. Leave trade out where nothing is to be traded.</span></dd></div>`,
  steps: html`<h2>Three steps</h2>
<ol class="steps">
<li>Mint a token for the user. It lives for ${Math.round(settings.accessTokenSeconds / 60)} minutes.</li>
<li>Put it into the AI client as a fixed header: <code>Authorization: Bearer …</code></li>
<li>When calls are answered with 401, mint another one and replace the header.</li>
</ol>
<p>An order takes two calls: one shows what would be sent, one sends it, within ${settings.confirmationSeconds} seconds. There is no way round.</p>
<h2>What each client takes</h2>
<p>Put the token where <code>${TOKEN_PLACEHOLDER}</code> stands: all of it, in one line, after the word Bearer.</p>
${CLIENT_FORMS.map((form) => formOf(form, mcpUrl))}`,
});

const formOf = ({ id, name, goesInto, text, mind }: ClientForm, mcpUrl: string) => html`<details class="form">
<summary>${name}</summary>
<p>Goes into <code>${goesInto}</code>.${mind ? ` ${mind}` : ''}</p>
<pre tabindex="0"><code data-client="${id}">${text(mcpUrl, TOKEN_PLACEHOLDER)}</code></pre>
</details>`;
