import type { ClauseCoverage } from '../../conformance/run/model.ts';
import { plural } from '../../conformance/run/words.ts';
import { fragment, type Markup, markup } from './markup.ts';
import { type Page, rowId } from './page.ts';

/** Clauses with the checks that cover them, and those with no check yet. */
export const clauses = (page: Page): Markup => {
  const all = page.run.coverage;
  if (all.length === 0) return markup``;
  const open = all.filter((clause) => clause.checks.length === 0);
  const covered = all.filter((clause) => clause.checks.length > 0);
  return markup`<section id="clauses"><h2>Clauses <span class="muted">${covered.length} of ${all.length} covered</span></h2>
${clauseList('no-check-yet', `No check yet: ${plural(open.length, 'clause')}`, open, page)}
${clauseList('covered', `Covered: ${plural(covered.length, 'clause')}`, covered, page)}</section>`;
};

const uncovered = ({ whyNot }: ClauseCoverage): Markup =>
  whyNot ? markup`<em>no check (${whyNot.why}): ${whyNot.says}</em>` : markup`<em>no check yet</em>`;

const clauseList = (id: string, title: string, list: ClauseCoverage[], page: Page) => {
  if (list.length === 0) return markup``;
  const body = markup`<ul class="plain">${list.map(
    (clause) =>
      markup`<li><code>${clause.id}</code> <span class="level">${clause.level}</span> ${clause.summary} ${
        clause.checks.length > 0 ? clause.checks.map((check) => checkLink(check, page)) : uncovered(clause)
      }</li>`,
  )}</ul>`;
  return markup`<details class="panel" id="${id}" data-part="${page.parts.add(body)}"><summary>${title}</summary></details>`;
};

const checkLink = (id: string, page: Page) =>
  page.results.some((result) => result.kind === 'check' && result.id === id)
    ? markup`<a href="${fragment(`check-${id}`)}">${id}</a> `
    : markup`<span>${id} (not in this run)</span> `;

/** Why something does not apply, by reason. */
export const notApplicable = (page: Page): Markup => {
  const byReason = new Map<string, Map<string, { title: string; href: string; where: string[] }>>();
  for (const result of page.results) {
    if (result.verdict !== 'not-applicable') continue;
    const reason = result.reason ?? 'No reason was given.';
    const group = byReason.get(reason) ?? new Map();
    const key = rowId(result);
    const item = group.get(key) ?? { title: result.title, href: fragment(key), where: [] };
    item.where.push(page.nameOf(result));
    byReason.set(reason, group.set(key, item));
  }
  if (byReason.size === 0) return markup``;
  const groups = [...byReason].map(([reason, group]) => {
    const items = [...group.values()].map(
      ({ title, href, where }) =>
        markup`<li><a href="${href}">${title}</a> <span class="muted">${where.join(', ')}</span></li>`,
    );
    const list = markup`<ul class="plain">${items}</ul>`;
    return markup`<details class="panel" data-part="${page.parts.add(list)}"><summary>${reason} <span class="muted">${items.length}</span></summary></details>`;
  });
  return markup`<section id="not-applicable"><h2>Not applicable, and why</h2>${groups}</section>`;
};

/** What the run changed on the targets. */
export const ledger = ({ run }: Page): Markup =>
  markup`<section id="ledger"><h2>What this run changed</h2>${
    run.ledger.length === 0
      ? markup`<p class="muted">Nothing: no registration, no token, no order.</p>`
      : markup`<table class="ledger"><tbody>${run.ledger.map(({ action, count }) => markup`<tr><td>${count}</td><th scope="row">${action}</th></tr>`)}</tbody></table>`
  }</section>`;

const pageLength = 100;

/** Every exchange in the order of the run, a hundred to a page. */
export const wireLog = (page: Page): Markup => {
  const { exchanges } = page.run;
  if (exchanges.length === 0) return markup``;
  const count = Math.ceil(exchanges.length / pageLength);
  const pages = Array.from({ length: count }, (_, i) => {
    const some = exchanges.slice(i * pageLength, (i + 1) * pageLength);
    const [first, last] = [some[0]!.n, some.at(-1)!.n];
    return markup`<details class="panel log" data-first="${first}" data-last="${last}"><summary>Exchanges ${first} to ${last}</summary></details>`;
  });
  return markup`<section id="wire-log"><h2>Wire log <span class="muted">${plural(exchanges.length, 'exchange')}, secrets replaced by fingerprints</span></h2>${pages}</section>`;
};

const keys: [string, string][] = [
  ['/', 'search'],
  ['j k ↓ ↑', 'next and previous line'],
  ['n', 'next line that needs attention'],
  ['Enter', 'open or close the line'],
  ['m', 'copy the finding as Markdown, for a ticket'],
  ['c', 'copy its request as a line of curl'],
  ['Esc', 'close the line, clear the search, leave this help'],
  ['t', 'light, dark, or as the system has it'],
  ['?', 'this help'],
];

export const help = (): Markup =>
  markup`<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl class="keys">${keys.map(
    ([key, does]) =>
      markup`<div><dt>${key.split(' ').map((one) => markup`<kbd>${one}</kbd> `)}</dt><dd>${does}</dd></div>`,
  )}</dl><p class="muted">Every check, journey and exchange has an address: open it, and copy the address of the page.</p><button type="button" class="close">Close</button></dialog>`;

/** Where text is given that no clipboard takes, and where it is said that one did. */
export const copies = (): Markup =>
  markup`<dialog id="copy" aria-labelledby="copy-title"><h2 id="copy-title">Copy this</h2><p class="muted">No clipboard can be reached from here: the text is selected.</p><textarea readonly rows="12" aria-label="Text to copy"></textarea><button type="button" class="close">Close</button></dialog><p id="said" role="status"></p>`;
