import { plural } from '../../conformance/run/words.ts';
import { type Actor, actorsOf } from '../actors.ts';
import { type Finding, findingsOf } from '../findings.ts';
import type { Result } from '../results.ts';
import { fragment, type Markup, markup, prose } from './markup.ts';
import type { Page } from './page.ts';
import { groupByRow, sign } from './row.ts';

/** So many causes stand open; what is behind them is folded. */
const MOST = 8;

/** Failures by cause, below who must act; first things first. */
export const fixFirst = (page: Page): Markup => {
  const findings = findingsOf(page.run);
  if (findings.length === 0) return markup``;
  const open = new Set(findings.slice(0, MOST));
  return markup`<section id="fix-first"><h2>What to fix first <span class="muted">${plural(findings.length, 'cause')}</span></h2>${actorsOf(findings).map((actor) => act(actor, open, page))}</section>`;
};

const act = ({ id, name, findings }: Actor, open: ReadonlySet<Finding>, page: Page) => {
  const [first, rest] = [findings.filter((one) => open.has(one)), findings.filter((one) => !open.has(one))];
  const results = findings.reduce((sum, one) => sum + one.results.length, 0);
  const blocked = findings.reduce((sum, one) => sum + one.blocked.length, 0);
  const counts = [
    plural(findings.length, 'cause'),
    results > 0 && plural(results, 'result'),
    blocked > 0 && `${blocked} blocked`,
  ];
  const list = (some: Finding[]) => markup`<ol class="fixes">${some.map((finding) => fix(finding, page))}</ol>`;
  const more =
    rest.length > 0 &&
    markup`<details class="more"><summary>${first.length > 0 ? plural(rest.length, 'more cause') : plural(rest.length, 'cause')}</summary>${list(rest)}</details>`;
  return markup`<div class="act" id="act-${id}"><h3>${name} <span class="muted">${counts.filter(Boolean).join(', ')}</span></h3>${first.length > 0 && list(first)}${more}</div>`;
};

const fix = (finding: Finding, page: Page) => {
  const { lead, headline, remedy, expected, seen, results, blocked } = finding;
  const isStop = results.length === 0;
  const title = isStop ? prose(headline) : markup`<a href="${fragment(page.anchor(lead))}">${prose(headline)}</a>`;
  return markup`<li class="fix v-edge-${lead.verdict}"><h4>${sign(lead.verdict)}<span class="what">${title}</span>${!isStop && markup` <span class="tag">${lead.level ?? 'journey'}</span>`}${
    blocked.length > 0 && markup` <span class="tag">blocks ${plural(blocked.length, 'result')}</span>`
  }</h4>
${remedy !== '' && markup`<p class="do">${prose(remedy)}</p>`}
${!isStop && lead.step && markup`<p class="saw"><span>Step ${lead.step.number}</span> ${prose(lead.step.says)}</p>`}
${(expected || seen) && markup`<p class="saw">${expected && markup`<span>Expected</span> ${prose(expected)} `}${seen && markup`<span>Seen</span> ${prose(short(seen))}`}</p>`}
${!seen && lead.reason && markup`<p class="saw">${prose(lead.reason)}</p>`}
${results.length > 0 && affectedList('Results with this cause', results, page)}${blocks(blocked, page)}</li>`;
};

/** What was seen may be a page of words; all of it stands at the result. */
const short = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

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
      markup`<a class="v-${result.verdict}" href="${fragment(page.anchor(result))}">${sign(result.verdict)}<span class="hidden">${result.verdict}: </span>${isOnly ? id : page.nameOf(result)}</a>`,
  );
  return markup`<li>${!isOnly && markup`<code>${id}</code> `}${links}</li>`;
};
