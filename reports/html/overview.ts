import { exercisesOf, exerciseTitle } from '../../conformance/run/exercises.ts';
import type { Run } from '../../conformance/run/model.ts';
import { sharesOf, yamlFor } from '../../conformance/run/rule.ts';
import { findingsOf } from '../findings.ts';
import { headOf, reasonsFor } from '../head.ts';
import { outcomeOf, unlocks } from '../outcome.ts';
import { excuseInWords, inColumn, notOfferedOf, percent, type Result, worst } from '../results.ts';
import { content, fragment, type Markup, markup } from './markup.ts';
import type { Page } from './page.ts';
import { shown } from './verdict.ts';

/** What was found out about each URL, how much of what applies was judged, and what more means would unlock. */
export const about = ({ run }: Page): Markup => {
  const { urls, missing } = headOf(run);
  const { yaml } = outcomeOf(run);
  if (urls.length === 0) return markup``;
  const tables = urls.map(({ url, facts, judged }) => {
    const rows = [
      ...facts.map(({ fact, is }) => [fact, is]),
      ...judged.map(({ where, says }) => [`judged in ${where}`, says]),
    ].map(([name, value]) => markup`<div><dt>${name!}</dt><dd>${value!}</dd></div>`);
    return markup`<div class="about-url"><h3><code>${url}</code></h3><dl class="known">${rows}</dl></div>`;
  });
  const least = sharesOf(run).filter(({ applies }) => applies > 0);
  const parts = least.map(({ judged, applies }) => judged / applies);
  const range = [...new Set([Math.min(...parts), Math.max(...parts)].map((part) => percent(part, 1)))].join(' to ');
  // What is broken comes first: then this is folded.
  const isOpen = !findingsOf(run).some(({ lead }) => lead.verdict !== 'warn') && open;
  return markup`<details class="panel" id="about"${isOpen}><summary><h2>What was looked at</h2>${
    parts.length > 0 && markup` <span class="muted">judged ${range} of what applies</span>`
  }</summary><div class="about-urls">${tables}</div>${unseen(run)}${
    missing.length > 0 &&
    markup`<h3>More could be judged with</h3><ul class="plain">${missing.map((one) => markup`<li>${unlocks(one)}</li>`)}</ul>`
  }${lines(yaml ?? yamlFor(missing))}</details>`;
};

const open = markup` open`;
const mostReasons = 5;

const unseen = (run: Run) => {
  const reasons = reasonsFor(run, 'untestable');
  if (reasons.length === 0) return markup``;
  const left = reasons.slice(mostReasons).reduce((sum, { count }) => sum + count, 0);
  return markup`<h3>Could not be looked at</h3><ul class="plain">${reasons
    .slice(0, mostReasons)
    .map(({ reason, count }) => markup`<li><b>${count}</b> ${reason}</li>`)}${
    left > 0 && markup`<li><b>${left}</b> for other reasons: choose <em>untestable</em> below</li>`
  }</ul>`;
};

/** To copy into the configuration: a click selects all of it, and the button copies where the browser lets a file do so. */
const lines = (yaml: string) =>
  yaml !== '' &&
  markup`<div class="yaml"><p class="muted">in <code>openbell.yaml</code> <button type="button" class="copy">Copy</button></p><pre tabindex="0">${content(yaml)}</pre></div>`;

/** What the targets lack; heads the report where no profile was asked for. */
export const notOffered = ({ run }: Page): Markup => {
  const lacking = notOfferedOf(run);
  if (lacking.length === 0) return markup``;
  return markup`<section class="panel" id="not-offered"><h2>Not offered</h2>${lacking.map(
    ({ url, lacks }) => markup`<p><code>${url}</code> does not offer: ${lacks.join('; ')}.</p>`,
  )}</section>`;
};

/** What somebody answers for, with who and until when. */
export const known = ({ run, results, nameOf, anchor }: Page): Markup => {
  const excused = results.filter((result) => result.excused);
  const { stale = [], expired = [] } = run.baseline ?? {};
  if (excused.length + stale.length + expired.length === 0) return markup``;
  const entry = (result: Result) =>
    markup`<li><a href="${fragment(anchor(result))}">${result.title}</a> <span class="muted">${nameOf(result)}</span><br>${excuseInWords(result.excused!)}</li>`;
  return markup`<section class="panel" id="known"><h2>Known failures <span class="muted">${excused.length}</span></h2><ul class="plain">${excused.map(entry)}${stale.map((one) => markup`<li><b>passes again</b> ${one}</li>`)}${expired.map((one) => markup`<li><b>expired</b> ${one}</li>`)}</ul></section>`;
};

/** Every exercise by target and era: the map of the report. */
export const matrix = (page: Page): Markup => {
  const columns = page.columns.map(
    (column, i) =>
      markup`<th scope="col" title="${column.url}"><button type="button" data-column="${i}">${column.profile}<small>${column.era}</small></button></th>`,
  );
  const rows = exercisesOf(page.run).map((name) => {
    const own = page.results.filter((result) => result.exercise === name);
    const cells = page.columns.map((column, i) => cell(own.filter(inColumn(column)), name, i));
    return markup`<tr><th scope="row"><a href="${fragment(`exercise-${name}`)}">${exerciseTitle(name)}</a></th>${cells}</tr>`;
  });
  const all = page.columns.map((column, i) => cell(page.results.filter(inColumn(column)), '', i));
  return markup`<section id="targets"><h2>Targets</h2><div class="scroll" tabindex="0" role="group" aria-label="Results by exercise, target and era"><table class="matrix"><thead><tr><td></td>${columns}</tr></thead><tbody>${rows}</tbody><tfoot><tr><th scope="row">All</th>${all}</tr></tfoot></table></div></section>`;
};

const cell = (results: Result[], exercise: string, column: number) => {
  if (results.length === 0) return markup`<td class="empty">–</td>`;
  const verdict = worst(results.map((result) => result.verdict));
  const judged = shown(results).filter(({ verdict: other }) => other !== 'not-applicable');
  const text = judged.map(({ verdict: other, count }) => markup`<span class="v-${other}">${count} ${other}</span> `);
  return markup`<td><button type="button" class="cell v-soft-${verdict}" data-exercise="${exercise}" data-column="${column}">${
    judged.length > 0 ? text : 'not applicable'
  }</button></td>`;
};
