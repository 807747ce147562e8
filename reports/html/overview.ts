import { exercisesOf, exerciseTitle } from '../../conformance/run/exercises.ts';
import type { Summary, Verdict } from '../../conformance/run/model.ts';
import { plural } from '../../conformance/run/words.ts';
import { type Finding, findingsOf, headlineOf } from '../findings.ts';
import { outcomeOf } from '../outcome.ts';
import { countVerdicts, duration, inColumn, notOfferedOf, type Result, verdicts, worst } from '../results.ts';
import { fragment, type Markup, markup, prose } from './markup.ts';
import type { Page } from './page.ts';
import { anchor, groupByRow, sign } from './row.ts';

/** The verdict in plain words, and the counts. */
export const verdictBanner = (page: Page): Markup => {
  const { run } = page;
  const outcome = outcomeOf(run);
  return markup`<header class="banner o-${outcome.kind}" id="top">
<h1>${outcome.headline}</h1>
<p class="lead">${outcome.sentence}</p>
${bar(page.results)}
<p class="facts">${[...new Set(run.targets.map((target) => target.url))].map((url) => markup`<code>${url}</code> `)}<span>${run.startedAt.slice(0, 16).replace('T', ' ')} UTC</span><span>${duration(run.durationMs)}</span><span>${plural(run.exchanges.length, 'exchange')}</span><span>openbell ${run.tool.version}</span></p>
</header>`;
};

const countOf = (n: Summary, verdict: Verdict) => n[verdict === 'not-applicable' ? 'notApplicable' : verdict];

const shown = (results: Result[]) => {
  const n = countVerdicts(results);
  return verdicts.map((verdict) => ({ verdict, count: countOf(n, verdict) })).filter(({ count }) => count > 0);
};

/** Proportions, then the same as buttons that filter. */
const bar = (results: Result[]) => {
  const counts = shown(results);
  let x = 0;
  const pieces = counts.map(({ verdict, count }) => {
    const width = (count / results.length) * 1000;
    const piece = markup`<rect class="v-${verdict}" x="${x}" y="0" width="${Math.max(width, 4)}" height="10"/>`;
    x += width;
    return piece;
  });
  return markup`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg>
<ul class="counts" aria-label="Results by verdict">${counts.map(
    ({ verdict, count }) =>
      markup`<li><button type="button" class="count" data-show="${verdict}">${sign(verdict)}<b>${count}</b> ${verdict}</button></li>`,
  )}</ul>`;
};

/** What the targets lack; heads the report where no profile was asked for. */
export const notOffered = ({ run }: Page): Markup => {
  const lacking = notOfferedOf(run);
  if (lacking.length === 0) return markup``;
  return markup`<section class="panel" id="not-offered"><h2>Not offered</h2>${lacking.map(
    ({ url, lacks }) => markup`<p><code>${url}</code> does not offer: ${lacks.join('; ')}.</p>`,
  )}</section>`;
};

/** Failures by cause, first things first. */
export const fixFirst = (page: Page): Markup => {
  const findings = findingsOf(page.run);
  if (findings.length === 0) return markup``;
  const [first, rest] = [findings.slice(0, 8), findings.slice(8)];
  const more =
    rest.length > 0 &&
    markup`<details class="more"><summary>${plural(rest.length, 'more cause', 'more causes')}</summary><ol class="fixes" start="${first.length + 1}">${rest.map((finding) => fix(finding, page))}</ol></details>`;
  return markup`<section id="fix-first"><h2>What to fix first <span class="muted">${plural(findings.length, 'cause')}</span></h2><ol class="fixes">${first.map((finding) => fix(finding, page))}</ol>${more}</section>`;
};

const fix = ({ lead, results }: Finding, page: Page) => {
  const tags = [lead.level ?? 'journey', ...(lead.blame ? [`at fault: ${lead.blame}`] : [])];
  return markup`<li class="fix v-edge-${lead.verdict}"><h3>${sign(lead.verdict)}<a href="${fragment(anchor(lead))}">${prose(headlineOf(lead))}</a> ${tags.map((tag) => markup`<span class="tag">${tag}</span>`)}</h3>
${lead.remedy !== '' && markup`<p class="do">${prose(lead.remedy)}</p>`}
${lead.step && markup`<p class="saw"><span>Step ${lead.step.number}</span> ${prose(lead.step.says)}</p>`}
${(lead.expected || lead.seen) && markup`<p class="saw"><span>Expected</span> ${prose(lead.expected ?? '–')} <span>Seen</span> ${prose(lead.seen ?? '–')}</p>`}
${!lead.seen && lead.reason && markup`<p class="saw">${prose(lead.reason)}</p>`}
<ul class="affected" aria-label="Results with this cause">${groupByRow(results).map((group) => affected(group, page))}</ul></li>`;
};

/** The results of one check or journey in a finding. */
const affected = (results: Result[], page: Page) =>
  markup`<li><code>${results[0]!.id}</code> ${results.map(
    (result) =>
      markup`<a class="v-${result.verdict}" href="${fragment(anchor(result))}">${sign(result.verdict)}<span class="hidden">${result.verdict}: </span>${page.nameOf(result)}</a>`,
  )}</li>`;

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
