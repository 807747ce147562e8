import { exercisesOf, exerciseTitle } from '../../conformance/run/exercises.ts';
import type { Run, Summary, Verdict } from '../../conformance/run/model.ts';
import { sharesOf, yamlFor } from '../../conformance/run/rule.ts';
import { plural } from '../../conformance/run/words.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { headOf, reasonsFor } from '../head.ts';
import { outcomeOf, unlocks } from '../outcome.ts';
import {
  countVerdicts,
  duration,
  excuseInWords,
  inColumn,
  notOfferedOf,
  percent,
  type Result,
  verdicts,
  worst,
} from '../results.ts';
import { content, fragment, type Markup, markup, prose } from './markup.ts';
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

/** What somebody answers for, with who and until when. */
export const known = ({ run, results, nameOf }: Page): Markup => {
  const excused = results.filter((result) => result.excused);
  const { stale = [], expired = [] } = run.baseline ?? {};
  if (excused.length + stale.length + expired.length === 0) return markup``;
  const entry = (result: Result) =>
    markup`<li><a href="${fragment(anchor(result))}">${result.title}</a> <span class="muted">${nameOf(result)}</span><br>${excuseInWords(result.excused!)}</li>`;
  return markup`<section class="panel" id="known"><h2>Known failures <span class="muted">${excused.length}</span></h2><ul class="plain">${excused.map(entry)}${stale.map((one) => markup`<li><b>passes again</b> ${one}</li>`)}${expired.map((one) => markup`<li><b>expired</b> ${one}</li>`)}</ul></section>`;
};

const fix = (finding: Finding, page: Page) => {
  const { lead, headline, remedy, expected, seen, results, blocked } = finding;
  const isStop = results.length === 0;
  const tags = isStop ? [] : [lead.level ?? 'journey', ...(lead.blame ? [`at fault: ${lead.blame}`] : [])];
  const title = isStop ? prose(headline) : markup`<a href="${fragment(anchor(lead))}">${prose(headline)}</a>`;
  return markup`<li class="fix v-edge-${lead.verdict}"><h3>${sign(lead.verdict)}${title} ${tags.map((tag) => markup`<span class="tag">${tag}</span>`)}${
    blocked.length > 0 && markup`<span class="tag">blocks ${plural(blocked.length, 'result')}</span>`
  }</h3>
${remedy !== '' && markup`<p class="do">${prose(remedy)}</p>`}
${!isStop && lead.step && markup`<p class="saw"><span>Step ${lead.step.number}</span> ${prose(lead.step.says)}</p>`}
${(expected || seen) && markup`<p class="saw">${expected && markup`<span>Expected</span> ${prose(expected)} `}${seen && markup`<span>Seen</span> ${prose(seen)}`}</p>`}
${!seen && lead.reason && markup`<p class="saw">${prose(lead.reason)}</p>`}
${results.length > 0 && affectedList('Results with this cause', results, page)}${blocks(blocked, page)}</li>`;
};

const affectedList = (label: string, results: Result[], page: Page) =>
  markup`<ul class="affected" aria-label="${label}">${groupByRow(results).map((group) => affected(group, page))}</ul>`;

const fewBlocked = 6;

/** What could not be judged because of it: below the cause, and folded where it is much. */
const blocks = (blocked: Result[], page: Page) => {
  if (blocked.length === 0) return markup``;
  const list = affectedList('Results that it blocks', blocked, page);
  const title = `Blocks ${plural(blocked.length, 'result')}`;
  if (blocked.length <= fewBlocked) return markup`<div class="blocks"><p class="saw">${title}</p>${list}</div>`;
  return markup`<details class="blocks" data-part="${page.parts.add(list)}"><summary class="saw">${title}</summary></details>`;
};

/** The results of one check or journey in a finding: where there is but one target and era, its id leads there. */
const affected = (results: Result[], page: Page) => {
  const { id } = results[0]!;
  const isOnly = page.columns.length === 1;
  const links = results.map(
    (result) =>
      markup`<a class="v-${result.verdict}" href="${fragment(anchor(result))}">${sign(result.verdict)}<span class="hidden">${result.verdict}: </span>${isOnly ? id : page.nameOf(result)}</a>`,
  );
  return markup`<li>${!isOnly && markup`<code>${id}</code> `}${links}</li>`;
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
