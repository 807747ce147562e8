import type { CheckResult, ScenarioResult, StepResult, Verdict } from '../../conformance/run/model.ts';
import { duration, type Result, verdicts, worst } from '../results.ts';
import { packedLines } from './exchange.ts';
import { flowOfCheck, flowOfJourney } from './flow.ts';
import { fragment, type Markup, markup, prose } from './markup.ts';
import { type Page, rowId } from './page.ts';
import { changeTag, worstChange } from './since.ts';

/** Verdicts by a sign too, since colour alone tells not everybody. */
const signs: Record<Verdict | 'not-run', string> = {
  pass: '✓',
  fail: '✕',
  warn: '!',
  blocked: '⊘',
  untestable: '?',
  'not-applicable': '–',
  error: '‼',
  'not-run': '·',
};

export const sign = (verdict: Verdict | 'not-run') =>
  markup`<span class="sign v-${verdict}" aria-hidden="true">${signs[verdict]}</span>`;

/** Results of one check or journey together, in the order of the first of each. */
export const groupByRow = (results: readonly Result[]): Result[][] => {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const id = rowId(result);
    const group = groups.get(id);
    if (group) group.push(result);
    else groups.set(id, [result]);
  }
  return [...groups.values()];
};

/** A check or journey with its results for every target and era: one line that opens. */
export const row = (results: Result[], page: Page): Markup => {
  const lead = results[0]!;
  const verdict = worst(results.map((result) => result.verdict));
  const body = (at: Page) =>
    markup`<div class="body">${about(lead, verdict, at)}${results.map((result) => one(result, at, results.find(({ verdict: other }) => isBroken(other)) === result))}</div>`;
  const attention = ['fail', 'error', 'blocked', 'warn'].includes(verdict);
  const level = lead.level ?? 'journey';
  const open = markup`id="${rowId(lead)}" data-kind="${lead.kind}" data-level="${level}" data-words="${words(results)}"`;
  const change = page.run.against && worstChange(results.flatMap((result) => page.changeOf(result) ?? []));
  const head = markup`<summary>${sign(verdict)}<span class="title">${prose(lead.title)}</span><span class="hidden">${verdict}</span><code class="id">${lead.id}</code>${change && changeTag(change)}${tags(lead)}<span class="pips" aria-hidden="true">${results.map((result) => pip(result, page))}</span></summary>`;
  return attention
    ? markup`<details class="row" ${open}>${head}${body(page)}</details>`
    : markup`<details class="row" ${open} data-part="${page.parts.add(body({ ...page, lines: packedLines }))}">${head}</details>`;
};

const tags = (result: Result) =>
  result.kind === 'check'
    ? markup`<span class="level">${result.level ?? ''}</span>`
    : (result.source as ScenarioResult).guide.slice(0, 3).map((id) => markup`<span class="level">${id}</span>`);

/** Its words are put in by the page's script: they repeat in every line. */
const pip = (result: Result, page: Page) => {
  const column = page.columns.findIndex((at) => at.target === result.target && at.era === result.era);
  return markup`<span class="pip v-${result.verdict}" data-verdict="${result.verdict}" data-column="${column}">${signs[result.verdict]}</span>`;
};

/** What a search finds besides the visible words. */
const words = (results: Result[]) => {
  const parts = results.flatMap((result) => [
    result.verdict,
    result.blame,
    result.seen,
    result.reason,
    ...('clauses' in result.source ? result.source.clauses : result.source.guide),
  ]);
  return [...new Set(parts)].filter(Boolean).join(' ').toLowerCase();
};

const about = (lead: Result, verdict: Verdict, page: Page) => {
  const clauses = 'clauses' in lead.source ? lead.source.clauses : [];
  return markup`<div class="about">${
    clauses.length > 0 &&
    markup`<div><h4>Requirement</h4><ul class="clauses">${clauses.map((id) => markup`<li><code>${id}</code> ${prose(page.clauseSummary(id))}</li>`)}</ul></div>`
  }${
    'guide' in lead.source &&
    markup`<div><h4>Acts out</h4><p>${lead.source.guide.join(', ') || 'no row of a guide'}</p></div>`
  }${lead.remedy !== '' && verdict !== 'pass' && markup`<div class="remedy"><h4>Remedy</h4><p>${prose(lead.remedy)}</p></div>`}</div>`;
};

const one = (result: Result, page: Page, first: boolean) => {
  const id = page.anchor(result);
  const change = page.changeOf(result);
  const blame =
    result.blame &&
    verdicts.indexOf(result.verdict) < 4 &&
    markup`<span class="tag blame">at fault: ${result.blame}</span>`;
  const picture = isBroken(result.verdict) && flow(result, page, first);
  return markup`<section class="result" id="${id}"><h4>${sign(result.verdict)} <span class="at">${page.nameOf(result)}</span> <b class="v-${result.verdict}">${result.verdict}</b> ${blame}${change && changeTag(change.change)}<span class="ms">${duration(result.durationMs)}</span><a class="permalink" href="${fragment(id)}" aria-label="Link to this result">#</a></h4>${
    result.reason && markup`<p class="reason">${prose(result.reason)}</p>`
  }${blockedBy(result)}${'steps' in result.source ? journey(result.source, page, picture) : check(result.source, page, picture)}</section>`;
};

const blockedBy = ({ blockedBy: id }: Result) =>
  id !== undefined && markup`<p>Waits for <a href="${fragment(`check-${id}`)}">${id}</a>.</p>`;

const compared = ({ expected, seen }: { expected?: string; seen?: string }) =>
  (expected || seen) &&
  markup`<div class="compared"><div><h5>Expected</h5><p>${prose(expected ?? '–')}</p></div><div class="seen"><h5>Seen</h5><p>${prose(seen ?? '–')}</p></div></div>`;

const isBroken = (verdict: Verdict) => ['fail', 'error', 'blocked', 'warn'].includes(verdict);

/** Drawn at once for the first broken result of a row; the others are likely to look alike, and open on demand. */
const flow = ({ source }: Result, page: Page, first: boolean) => {
  const drawn = 'steps' in source ? flowOfJourney(source, page.byNumber) : flowOfCheck(source, page.byNumber);
  if (!drawn) return undefined;
  const summary = markup`<summary>Picture of the flow <span class="muted">${drawn.point}</span></summary>`;
  return first
    ? markup`<details class="picture" open>${summary}${drawn.picture}</details>`
    : markup`<details class="picture" data-part="${page.parts.add(drawn.picture)}">${summary}</details>`;
};

const check = (source: CheckResult, page: Page, picture: Markup | false | undefined) =>
  markup`${compared(source)}${picture}${
    source.exchanges.length > 0 &&
    markup`<h5>Evidence</h5><div class="evidence">${source.exchanges.map((n) => page.lines.line(n, source.finding))}</div>`
  }`;

const journey = (source: ScenarioResult, page: Page, picture: Markup | false | undefined) =>
  markup`${picture}<ol class="steps">${source.steps.map((item) => step(item, page))}</ol>`;

const step = (item: StepResult, page: Page) => {
  const told = new Set(item.story.map((line) => line.exchange));
  const rest = item.exchanges.filter((n) => !told.has(n));
  const story = item.story.map(
    (line) =>
      markup`<li><span class="who who-${line.who}">${line.who}</span><div>${prose(line.what)}${line.exchange !== undefined && page.lines.line(line.exchange)}</div></li>`,
  );
  return markup`<li class="step-${item.verdict}"><p class="says">${sign(item.verdict)} ${prose(item.says)}<span class="hidden"> (${item.verdict})</span></p>${
    item.verdict !== 'pass' && compared(item)
  }${story.length > 0 && markup`<ul class="story">${story}</ul>`}${rest.map((n) => page.lines.line(n))}</li>`;
};
