import type { Summary, Verdict } from '../../conformance/run/model.ts';
import { plural } from '../../conformance/run/words.ts';
import { actorsOf } from '../actors.ts';
import { findingsOf } from '../findings.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';
import { countVerdicts, duration, type Result, verdicts } from '../results.ts';
import { fragment, type Markup, markup, prose } from './markup.ts';
import type { Page } from './page.ts';
import { sign } from './row.ts';
import { sinceInShort } from './since.ts';

const answers = { 0: 'Yes', 1: 'No', 3: 'Not known' } as const;

/** The headline as the answer to whether this may be released. */
export const answerOf = ({ exitCode, headline }: Outcome): string =>
  `${answers[exitCode]}: ${headline.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`;

/** May we release, what first, who must act; then the counts. */
export const verdictBanner = (page: Page): Markup => {
  const { run } = page;
  const outcome = outcomeOf(run);
  return markup`<header class="banner o-${outcome.kind}" id="top">
<p class="question">May this be released?</p>
<h1>${answerOf(outcome)}</h1>
<p class="lead">${outcome.sentence}</p>
${next(page, outcome)}
${bar(page.results)}
<p class="facts">${[...new Set(run.targets.map((target) => target.url))].map((url) => markup`<code>${url}</code> `)}<span>${run.startedAt.slice(0, 16).replace('T', ' ')} UTC</span><span>${duration(run.durationMs)}</span><span>${plural(run.exchanges.length, 'exchange')}</span><span>openbell ${run.tool.version}</span></p>
</header>`;
};

const next = (page: Page, outcome: Outcome) => {
  const since = sinceInShort(page);
  const rows = [...whatFirst(page, outcome), ...(since ? [since] : [])];
  return rows.length > 0 && markup`<dl class="next">${rows}</dl>`;
};

const whatFirst = (page: Page, { exitCode, yaml }: Outcome): Markup[] => {
  const findings = findingsOf(page.run);
  const [first] = findings;
  if (!first)
    return yaml === undefined
      ? []
      : [
          markup`<div><dt>What first</dt><dd>Put <a href="#about">these lines</a> into <code>openbell.yaml</code>, and run again.</dd></div>`,
          markup`<div><dt>Who must act</dt><dd>whoever runs openbell</dd></div>`,
        ];
  const isMore = exitCode === 0;
  const { lead, headline, remedy, seen, results, blocked } = first;
  const title =
    results.length === 0
      ? markup`<a href="#fix-first">${prose(headline)}</a>`
      : markup`<a href="${fragment(page.anchor(lead))}">${prose(headline)}</a>`;
  // What stopped so many is known by what was seen.
  const why = results.length === 0 && seen && markup`: ${prose(seen)}`;
  const holds = blocked.length > 0 && markup`<span class="tag">blocks ${plural(blocked.length, 'result')}</span> `;
  return [
    markup`<div><dt>What first</dt><dd>${title}${why} ${holds}${remedy !== '' && markup`<span class="do">${prose(remedy)}</span>`}</dd></div>`,
    markup`<div><dt>Who ${isMore ? 'could do better' : 'must act'}</dt><dd class="who-acts">${actorsOf(findings).map(
      ({ id, name, findings: own }) =>
        markup`<a href="#act-${id}">${name} <b>${own.length}</b>${!isMore && own.every(({ lead: { verdict } }) => verdict === 'warn') && ' recommended'}</a>`,
    )}</dd></div>`,
  ];
};

const countOf = (n: Summary, verdict: Verdict) => n[verdict === 'not-applicable' ? 'notApplicable' : verdict];

/** Verdicts that occur, with how often. */
export const shown = (results: Result[]) => {
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
