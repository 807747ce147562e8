import { exercises, exercisesOf, exerciseTitle } from '../../conformance/run/exercises.ts';
import type { Run } from '../../conformance/run/model.ts';
import { findingsOf } from '../findings.ts';
import { outcomeOf } from '../outcome.ts';
import { countVerdicts, type Result, verdicts, worst } from '../results.ts';
import { oldAddress } from './address.ts';
import { clauses, copies, help, ledger, notApplicable, wireLog } from './appendix.ts';
import { pageAssets } from './assets.ts';
import { fixFirst } from './fixes.ts';
import { fragment, type Markup, markup } from './markup.ts';
import { about, known, matrix, notOffered } from './overview.ts';
import { createPage, type Page } from './page.ts';
import { groupByRow, row, sign } from './row.ts';
import { since } from './since.ts';
import { answerOf, verdictBanner } from './verdict.ts';

/** A run as one HTML file that opens from disk, asks the network for nothing and keeps its evidence packed until it is opened. */
export const toHtml = (run: Run): string => {
  const page = createPage(run);
  const { style, script } = pageAssets();
  const policy = `default-src 'none'; style-src ${style.allowed}; script-src ${script.allowed}; base-uri 'none'; form-action 'none'`;
  const title = `${answerOf(outcomeOf(run))} · openbell`;
  const head = markup`<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}</title>`;
  const main = content(page);
  return `<!doctype html>
<html lang="en"><head>${head.html}<style>${style.text}</style></head>
<body>${main.html}
${page.parts.render(run.exchanges)}
<script>${script.text}</script></body></html>
`;
};

const content = (page: Page) => markup`<a class="skip" href="#exercises">Skip to the exercises</a>
<div class="top"><a class="name" href="#top">${bell}openbell</a><span class="grow"></span><button type="button" id="theme">Theme: auto</button><button type="button" id="help-button">Keys <kbd>?</kbd></button></div>
<div class="frame">${contents(page)}<main>
${verdictBanner(page)}
<noscript><p class="panel">Searching and opening packed evidence need JavaScript; findings do not.</p></noscript>
${fixFirst(page)}${known(page)}${since(page)}${about(page)}${notOffered(page)}${matrix(page)}
<div id="exercises" class="tools" role="search">${tools(page)}</div>
<p id="none" class="panel" hidden>Nothing matches. <button type="button" class="reset">Show everything</button></p>
${exercisesOf(page.run).map((name) => exercise(name, page))}
${clauses(page)}${notApplicable(page)}${ledger(page)}${wireLog(page)}
</main></div>${help()}${copies()}`;

const bell = markup`<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M12 3a1.6 1.6 0 0 1 1.6 1.6v.5A5.9 5.9 0 0 1 18 10.8v3.7l1.7 2.6H4.3L6 14.5v-3.7a5.9 5.9 0 0 1 4.4-5.7v-.5A1.6 1.6 0 0 1 12 3zM9.8 18.6h4.4a2.2 2.2 0 0 1-4.4 0z" fill="currentColor"/></svg>`;

const contents = (page: Page) => {
  const items = exercisesOf(page.run).map((name) => {
    const own = page.results.filter((result) => result.exercise === name);
    const n = countVerdicts(own);
    const bad = n.fail + n.error + n.blocked;
    return markup`<li><a href="${fragment(`exercise-${name}`)}">${sign(worst(own.map((result) => result.verdict)))}${exerciseTitle(name)}${bad > 0 && markup`<b>${bad}</b>`}</a></li>`;
  });
  const has = findingsOf(page.run).length > 0;
  return markup`<nav class="contents" aria-label="Contents"><ul><li><a href="#top">Verdict</a></li>${has && markup`<li><a href="#fix-first">What to fix first</a></li>`}<li><a href="#targets">Targets</a></li></ul><ul>${items}</ul><ul>${page.run.coverage.length > 0 && markup`<li><a href="#clauses">Clauses</a></li>`}${page.results.some((result) => result.verdict === 'not-applicable') && markup`<li><a href="#not-applicable">Not applicable</a></li>`}<li><a href="#ledger">What this run changed</a></li>${page.run.exchanges.length > 0 && markup`<li><a href="#wire-log">Wire log</a></li>`}</ul></nav>`;
};

const option = ([value, text]: readonly [string, string]) => markup`<option value="${value}">${text}</option>`;
const select = (id: string, label: string, options: (readonly [string, string])[]) =>
  markup`<label class="pick"><span class="hidden">${label}</span><select id="${id}">${options.map(option)}</select></label>`;

/** Knows what addresses of earlier reports called each target. */
const targetSelect = (page: Page) => {
  const options = page.columns.map(
    (column, i) =>
      markup`<option value="${i}" data-old="${oldAddress(column)}" data-address="${page.addressOf(column)}" title="${column.url}">${column.profile} · ${column.era}</option>`,
  );
  return markup`<label class="pick"><span class="hidden">Target</span><select id="column"><option value="">every target</option>${options}</select></label>`;
};

const tools = (page: Page) => {
  const n = countVerdicts(page.results);
  const present = verdicts.filter((verdict) => n[verdict === 'not-applicable' ? 'notApplicable' : verdict] > 0);
  const chips = present.map(
    (verdict) =>
      markup`<button type="button" class="chip" data-verdict="${verdict}" aria-pressed="false">${sign(verdict)}${verdict}</button>`,
  );
  return markup`<label class="find"><span class="hidden">Search checks and journeys</span><input id="search" type="search" placeholder="Search: words, ids, clauses, answers seen" autocomplete="off" spellcheck="false"><kbd>/</kbd></label>
<div class="chips" role="group" aria-label="Verdict">${chips}</div>
${targetSelect(page)}
${select('level', 'Level', [
  ['', 'every level'],
  ['MUST', 'MUST'],
  ['SHOULD', 'SHOULD'],
  ['MAY', 'MAY'],
  ['journey', 'journeys'],
])}
${select('exercise', 'Exercise', [['', 'every exercise'], ...exercisesOf(page.run).map((name) => [name, exerciseTitle(name)] as const)])}
<span id="shown" role="status"></span><button type="button" class="reset quiet">Reset</button>`;
};

const exercise = (name: string, page: Page): Markup => {
  const own = page.results.filter((result) => result.exercise === name);
  const part = (kind: Result['kind'], title: string) => {
    const groups = grouped(own.filter((result) => result.kind === kind));
    return (
      groups.length > 0 &&
      markup`<div class="part"><h3>${title} <span class="muted">${groups.length}</span></h3>${groups.map((group) => row(group, page))}</div>`
    );
  };
  return markup`<section class="exercise" id="exercise-${name}" data-exercise="${name}"><h2>${exerciseTitle(name)}</h2><p class="asks">${exercises[name]?.asks ?? ''}</p>${part('journey', 'Journeys')}${part('check', 'Checks')}</section>`;
};

/** Rows that need attention first, otherwise in the order of the run. */
const grouped = (results: Result[]): Result[][] => {
  const weight = (group: Result[]) => Math.min(verdicts.indexOf(worst(group.map((result) => result.verdict))), 4);
  return groupByRow(results).sort((a, b) => weight(a) - weight(b));
};
