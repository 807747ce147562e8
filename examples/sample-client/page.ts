import type { Entry, PreparedOrder } from './conversation.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);

const speakers = { person: 'You', assistant: 'Assistant', notice: 'This app' } as const;

const states: Record<PreparedOrder['state'], string> = {
  open: 'Send this order?',
  sending: 'Being sent',
  sent: 'Sent to the broker, because you said yes',
  declined: 'Not sent: you said no',
  expired: 'Not sent: two minutes went by',
  refused: 'Not sent',
  unknown: 'Nobody knows yet whether it was placed',
};

const hidden = (csrf: string) => `<input type="hidden" name="csrf" value="${escaped(csrf)}">`;

function orderOf({ id, summary, state }: PreparedOrder, csrf: string): string {
  const buttons = `<form method="post" action="/answers" class="answer">${hidden(csrf)}
<input type="hidden" name="confirmation_id" value="${escaped(id)}">
<button name="says" value="yes" class="yes">Yes, send it</button><button name="says" value="no">No</button>
</form>`;
  return `<li class="order" data-state="${state}"><h2>${states[state]}</h2><p>${escaped(summary)}</p>${state === 'open' ? buttons : ''}</li>`;
}

function entryOf(entry: Entry, csrf: string): string {
  if (entry.kind === 'order') return orderOf(entry, csrf);
  return `<li class="${entry.kind}"><h2>${speakers[entry.kind]}</h2><p>${escaped(entry.text)}</p></li>`;
}

/** The whole page: a conversation and a form, and no script at all. */
export const pageOf = (entries: readonly Entry[], csrf: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sample client</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
<h1>Ask about your account</h1>
${entries.length === 0 ? '<p class="hint">For example: Which accounts are connected? What is my buying power? Buy 1 AAPL.</p>' : ''}
<ol class="talk" aria-label="Conversation">${entries.map((entry) => entryOf(entry, csrf)).join('\n')}</ol>
<form method="post" action="/messages" class="ask" id="end">${hidden(csrf)}
<label for="text">Your question</label>
<input id="text" name="text" required maxlength="2000" autocomplete="off" autofocus>
<button class="yes">Ask</button>
</form>
<p class="hint">An order is sent only when you press Yes below its summary, within two minutes.</p>
</main>
</body>
</html>
`;

/** The page’s style. Kept in a module, so that a bundle carries it along. */
export const style = `:root { color-scheme: light dark; --ink: #17212f; --soft: #4d5a6b; --paper: #f5f6f8; --card: #fff; --line: #d3d9e2; --accent: #14532d; --on-accent: #fff; --warn: #8a1f11; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9edf3; --soft: #a7b2c2; --paper: #10151d; --card: #19212c; --line: #303b4a; --accent: #86d9a4; --on-accent: #06210f; --warn: #ffab9e; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main { max-width: 44rem; margin: 0 auto; padding: clamp(1rem, 4vw, 2.5rem) 1rem; }
h1 { margin: 0 0 1rem; font-size: clamp(1.3rem, 5vw, 1.7rem); }
h2 { margin: 0 0 0.2rem; font-size: 0.85rem; color: var(--soft); }
p { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.hint { margin-bottom: 1rem; color: var(--soft); }
.talk { display: grid; gap: 0.75rem; margin: 0 0 1.25rem; padding: 0; list-style: none; }
.talk li { padding: 0.75rem 0.9rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.talk .person { margin-left: 12%; background: transparent; }
.talk .notice { border-left: 4px solid var(--warn); }
.talk .order { border: 2px solid var(--accent); }
.talk .order h2 { color: var(--ink); font-size: 1rem; }
.answer, .ask { display: flex; flex-wrap: wrap; gap: 0.6rem; }
.answer { margin-top: 0.75rem; }
.ask { padding: 0.9rem 0; }
.ask label { flex: 1 0 100%; font-weight: 600; }
.ask input[name="text"] { flex: 1 1 12rem; min-width: 0; padding: 0.55rem 0.75rem; border: 1px solid var(--soft); border-radius: 8px; background: var(--card); color: inherit; font: inherit; }
button { min-height: 2.75rem; padding: 0.5rem 1.2rem; border: 1px solid var(--soft); border-radius: 8px; background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
.yes { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:is(button, input):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
