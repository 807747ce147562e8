import { html } from 'hono/html';
import type { KeyDraft, KeyProblem } from '../client-center/keys.ts';
import { scopeDescriptions } from '../oauth/scopes.ts';
import type { Key } from '../oauth/state.ts';
import type { User } from '../users.ts';
import { keyCard } from './key-card.ts';
import type { Html, Page } from './page.ts';

/** What is wrong: with a field of the new key, of the key `clientId`, or with the action itself. */
export type Problem = (KeyProblem | { field: 'key'; problem: string }) & { clientId?: string };

export interface ClientCenterView {
  user: User;
  csrf: string;
  keys: readonly (Key & { warning: string | undefined })[];
  draft: KeyDraft;
  problem?: Problem;
  done?: { clientId: string; what: 'generated' | 'saved' } | undefined;
}

/** Client Center: the user's keys and the form that generates one, which stands first: a long list hides what is below it (AR-1). Works without scripts. */
export const clientCenterPage = (view: ClientCenterView): Page => ({
  title: 'Client Center',
  email: view.user.email,
  wide: true,
  body: html`<h1>Client Center</h1>
<p>A key lets an app or AI platform ask for access to your account. You give the platform the Client ID; there is no secret.</p>
${view.problem ? html`<div class="notice bad" role="alert" data-problem="${view.problem.field}"><p>${view.problem.problem}</p></div>` : ''}
${view.done ? doneNotice(view.done) : ''}
<h2 id="generate-heading">Generate key</h2>
${generateForm(view)}
<h2 id="keys">Your keys</h2>
<section aria-labelledby="keys">${
    view.keys.length > 0
      ? view.keys.map((key) => keyCard(key, view.csrf))
      : html`<div class="card"><p>You have no keys yet. Generate one above.</p></div>`
  }</section>`,
});

const doneNotice = (done: { clientId: string; what: 'generated' | 'saved' }): Html =>
  done.what === 'generated'
    ? html`<div class="notice good" role="status"><p>Your key is ready. Its Client ID is <code data-new-client-id>${done.clientId}</code>.
Put it into the AI platform.</p></div>`
    : html`<div class="notice good" role="status"><p>Saved.</p></div>`;

const generateForm = ({ csrf, draft, problem }: ClientCenterView): Html => {
  const faulty = (field: string) =>
    problem && !problem.clientId && problem.field === field ? html` aria-invalid="true"` : '';
  return html`<form class="card" method="post" action="/client-center" id="generate" aria-labelledby="generate-heading">
<input type="hidden" name="csrf" value="${csrf}">
<div class="field"><label for="name">Client name</label>
<input type="text" id="name" name="name" maxlength="80" required autocomplete="off" value="${draft.name}" aria-describedby="name-hint"${faulty('name')}>
<p class="hint" id="name-hint">Shown when you are asked for permission, for instance “Claude MCP”.</p></div>
<div class="field"><label for="redirect_uri">Redirect URI</label>
<input type="text" inputmode="url" id="redirect_uri" name="redirect_uri" maxlength="2000" required autocomplete="off" spellcheck="false" value="${draft.redirectUri}" aria-describedby="redirect-hint"${faulty('redirect_uri')}>
<p class="hint" id="redirect-hint">Copy it exactly, without a slash at the end. For a gateway it is the gateway’s own callback
(…/auth/callback), not its MCP URL (…/mcp).</p></div>
<fieldset><legend>Scopes</legend><div class="choices">${Object.keys(scopeDescriptions).map((scope) => scopeBox(scope, draft))}</div></fieldset>
<fieldset><legend>Use</legend><div class="choices">
${useChoice('gateway', 'Through a gateway', 'Most platforms: the gateway receives the sign-in.', draft)}
${useChoice('direct', 'Direct', 'The platform receives the sign-in itself, at its own redirect URI.', draft)}
</div></fieldset>
<div class="actions"><button type="submit" name="action" value="generate">Generate key</button></div>
</form>`;
};

/** Reading is ticked beforehand, trading is not: that one is for the user to choose. */
function scopeBox(scope: string, draft: KeyDraft): Html {
  const untouched = draft.scopes.length === 0 && draft.name === '' && draft.redirectUri === '';
  const ticked = untouched ? scope !== 'order:execution' : draft.scopes.includes(scope);
  const id = `scope-${scope.replace(':', '-')}`;
  return html`<label class="choice" for="${id}"><input type="checkbox" id="${id}" name="scopes" value="${scope}"${ticked ? html` checked` : ''}>
<span>${scopeDescriptions[scope]}<small>${scope}</small></span></label>`;
}

const useChoice = (value: string, label: string, hint: string, draft: KeyDraft): Html =>
  html`<label class="choice" for="use-${value}"><input type="radio" id="use-${value}" name="use" value="${value}"${draft.use === value ? html` checked` : ''}>
<span>${label}<small>${hint}</small></span></label>`;
