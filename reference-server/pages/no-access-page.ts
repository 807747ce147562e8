import { html } from 'hono/html';
import type { Waiting } from '../oauth/waiting-request.ts';
import { requestFields } from './form-fields.ts';
import { layout, type Page } from './layout.ts';

/** CE-2: the sign-in worked, and the account may still not come in. */
export const noAccessPage = (waiting: Waiting): Page =>
  layout({
    title: 'This account has no partner access',
    user: waiting.user.email,
    body: html`<section class="card problem" data-error-code="access_denied">
<h1>This account has no partner access</h1>
<p>You are signed in as ${waiting.user.email}. Connecting takes partner access, or a partner key that is active, and this account has neither. Nothing was given to <span class="client">${waiting.request.client.clientName}</span>.</p>
<p class="cure"><strong>What to do</strong> Ask for partner access, or make a partner key, and connect again.</p>
<form method="post" action="/oauth/no-access">
${requestFields(waiting)}
<div class="actions"><button class="primary" name="action" value="back">Back to the app</button></div>
</form>
<p class="code">Error code <code>access_denied</code></p>
</section>`,
  });
