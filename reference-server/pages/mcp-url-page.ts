import { html } from 'hono/html';
import { layout, type Page } from './layout.ts';

/** Whoever opens the MCP URL in a browser wants to know what it is, and where it goes. */
export const mcpUrlPage = ({ mcpUrl }: { mcpUrl: string }): Page =>
  layout({
    title: 'This URL is for AI clients',
    body: html`<section class="card wide">
<p class="eyebrow">MCP URL</p>
<h1>This URL is for your AI client, not for a browser</h1>
<dl class="copy">
<div><dt>Paste this into your AI client</dt><dd><code data-field="mcp-url">${mcpUrl}</code><span>No slash at the end.</span></dd></div>
</dl>
<p>It goes where your client adds a remote MCP server: a connector, an integration or a server of type HTTP. The client then
opens a tab for you to sign in at the brokerage, and nothing is allowed before you say so.</p>
<p>What else your client may ask for stands in the <a href="/">quick reference</a>.</p>
</section>`,
  });
