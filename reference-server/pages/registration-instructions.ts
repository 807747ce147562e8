import { html } from 'hono/html';
import type { OAuthContext } from '../oauth/oauth-context.ts';

/** Where the client registers itself there is nothing to copy but the MCP URL. */
export const registrationInstructions = ({ profile }: OAuthContext) => ({
  fields: html``,
  steps: html`<h2>Everything else is discovered</h2>
<ol class="steps">
<li>Add a remote MCP server in your AI client and give it the MCP URL.</li>
<li>The client registers itself and opens a tab, where you sign in at the brokerage.</li>
<li>Choose how much it may do. Reading is the default; trading is a choice.</li>
</ol>
${profile.features.includes('ai-clients-page') ? aiClients : ''}`,
});

const aiClients = html`<p>See what is connected, and end it, on the <a href="/ai-clients">AI Clients</a> page.</p>`;
