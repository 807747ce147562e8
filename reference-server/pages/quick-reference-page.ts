import { html } from 'hono/html';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { layout, type Page } from './layout.ts';

/** AR-13: what users copy into their platform, and what else the way in asks of them. */
export function quickReferencePage(context: OAuthContext): Page {
  const { fields, steps } = context.wayIn.instructions(context);
  return layout({
    title: 'Quick reference',
    body: html`<section class="card wide">
<p class="eyebrow">Quick reference</p>
<h1>Connect an AI client to your account</h1>
<dl class="copy">
<div><dt>MCP URL</dt><dd><code data-field="mcp-url">${context.mcpUrl}</code><span>Goes into the AI client. No slash at the end.</span></dd></div>
${fields}
</dl>
${steps}
</section>`,
  });
}
