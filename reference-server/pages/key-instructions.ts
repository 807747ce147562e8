import { html } from 'hono/html';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import type { Platform } from '../oauth/platforms.ts';
import type { Page } from './layout.ts';

/** AR-13: what goes into the key, and where its Client ID goes on each platform. */
export const keyInstructions = (context: OAuthContext) => ({ fields: redirectUri(context), steps: byHand(context) });

const redirectUri = ({ origin }: OAuthContext): Page => html`<div><dt>Redirect URI</dt>
<dd><code data-field="redirect-uri">${origin}/auth/callback</code><span>Goes into the key in Client Center. No slash at the end.</span></dd></div>
<div><dt>Client ID</dt><dd><span>From the key in Client Center. Goes into the AI client, without any secret.</span></dd></div>`;

const byHand = ({ brokerOrigin, platforms }: OAuthContext): Page => html`<h2>Three steps</h2>
<ol class="steps">
<li>Generate a key in <a href="${brokerOrigin}/client-center">Client Center</a> with exactly this redirect URI.</li>
<li>Copy its Client ID into your AI client, together with the MCP URL.</li>
<li>Connect, sign in at the brokerage, and allow.</li>
</ol>
<h2>Where the Client ID goes</h2>
<table><thead><tr><th scope="col">Platform</th><th scope="col">Setting</th></tr></thead>
<tbody>${platforms.map(settingOf)}</tbody></table>`;

const settingOf = ({ name, clientIdGoesInto }: Platform): Page | '' =>
  clientIdGoesInto ? html`<tr><th scope="row">${name}</th><td>${clientIdGoesInto}</td></tr>` : '';
