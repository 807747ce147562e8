import { html } from 'hono/html';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { layout, type Page } from './layout.ts';

/** AR-13: what users copy into their platform, and where it goes there. */
export const quickReferencePage = (context: OAuthContext): Page =>
  layout({
    title: 'Quick reference',
    body: html`<section class="card wide">
<p class="eyebrow">Quick reference</p>
<h1>Connect an AI client to your account</h1>
<dl class="copy">
<div><dt>MCP URL</dt><dd><code data-field="mcp-url">${context.mcpUrl}</code><span>Goes into the AI client. No slash at the end.</span></dd></div>
${context.rules.registersClients ? '' : redirectUri(context)}
</dl>
${context.rules.registersClients ? discovered : byHand(context)}
</section>`,
  });

const redirectUri = ({ origin }: OAuthContext): Page => html`<div><dt>Redirect URI</dt>
<dd><code data-field="redirect-uri">${origin}/auth/callback</code><span>Goes into the key in Client Center. No slash at the end.</span></dd></div>
<div><dt>Client ID</dt><dd><span>From the key in Client Center. Goes into the AI client, without any secret.</span></dd></div>`;

const discovered = html`<h2>Everything else is discovered</h2>
<ol class="steps">
<li>Add a remote MCP server in your AI client and give it the MCP URL.</li>
<li>The client registers itself and opens a tab, where you sign in at the brokerage.</li>
<li>Choose how much it may do. Reading is the default; trading is a choice.</li>
</ol>
<p>See what is connected, and end it, on the <a href="/ai-clients">AI Clients</a> page.</p>`;

const platforms = [
  ['Claude, web, desktop and mobile', 'Settings, Connectors, Add custom connector, Advanced settings: Client ID'],
  ['Claude Code', 'claude mcp add --transport http --client-id CLIENT_ID NAME MCP_URL, then /mcp'],
  ['Cursor', 'auth.CLIENT_ID in mcp.json'],
  ['ChatGPT', 'Developer mode, app, OAuth with a client of your own'],
  ['Perplexity', 'Account settings, Connectors, custom remote connector: OAuth Client ID'],
  [
    'Copilot Studio',
    "Add tool, MCP, manual OAuth 2.0 with the brokerage's own URLs; its redirect URI goes into a key for direct use",
  ],
];

const byHand = ({ brokerOrigin }: OAuthContext): Page => html`<h2>Three steps</h2>
<ol class="steps">
<li>Generate a key in <a href="${brokerOrigin}/client-center">Client Center</a> with exactly this redirect URI.</li>
<li>Copy its Client ID into your AI client, together with the MCP URL.</li>
<li>Connect, sign in at the brokerage, and allow.</li>
</ol>
<h2>Where the Client ID goes</h2>
<table><thead><tr><th scope="col">Platform</th><th scope="col">Setting</th></tr></thead>
<tbody>${platforms.map(([name, place]) => html`<tr><th scope="row">${name}</th><td>${place}</td></tr>`)}</tbody></table>`;
