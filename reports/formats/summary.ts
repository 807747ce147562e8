import { exercisesOf, exerciseTitle } from '../../conformance/run/exercises.ts';
import type { Run } from '../../conformance/run/model.ts';
import { visible, visibleLine } from '../../conformance/run/visible.ts';
import { plural } from '../../conformance/run/words.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { headOf, reasonsFor } from '../head.ts';
import { outcomeOf, unlocks } from '../outcome.ts';
import {
  columnsOf,
  countVerdicts,
  duration,
  excuseInWords,
  inColumn,
  notOfferedOf,
  type Result,
  resultsOf,
} from '../results.ts';
import { wellFormed } from '../well-formed.ts';

const marks = { 0: '✅', 1: '❌', 3: '⚠️' };
const most = 20;
const mostReasons = 5;

/** Markdown for the job summary of a pipeline: the verdict, a table of exercises by target, the first things to fix. */
export const toMarkdown = (run: Run): string => {
  const outcome = outcomeOf(run);
  const findings = findingsOf(run);
  const all = [
    `## ${marks[outcome.exitCode]} openbell: ${plain(outcome.headline)}`,
    '',
    plain(outcome.sentence),
    '',
    ...lines(outcome.yaml),
    ...head(run),
    ...notOffered(run),
    ...table(run),
    '',
    ...fixes(findings),
    ...known(run),
    `<sub>openbell ${plain(run.tool.version)} · ${plain(run.startedAt)} · ${duration(run.durationMs)} · ${plural(run.exchanges.length, 'exchange')}</sub>`,
  ];
  return fitting(all);
};

/** GitHub takes 1 MiB of summary for a step, and shows nothing of what is longer. */
const LIMIT = 1_000_000;

/** As many lines as fit; a run of thousands of targets is cut, and says so. */
const fitting = (all: readonly string[]) => {
  let left = LIMIT;
  const fits = all.findIndex((one) => {
    left -= Buffer.byteLength(one) + 1;
    return left < 0;
  });
  if (fits < 0) return `${all.join('\n')}\n`;
  return `${all.slice(0, fits).join('\n')}\n\n…the rest is in the HTML report: a summary may not be longer.\n`;
};

/** Lines to copy into the configuration; a fence of theirs cannot end ours. */
const lines = (yaml: string | undefined) =>
  yaml === undefined
    ? []
    : ['In `openbell.yaml`:', '', '```yaml', visible(wellFormed(yaml)).replace(/`/g, ''), '```', ''];

/** What was found out, how much of what applies was judged, and what is missing. */
const head = (run: Run) => {
  const { urls, missing } = headOf(run);
  const about = urls.flatMap(({ url, facts, judged }) => [
    `**${plain(url)}**`,
    '',
    ...facts.map(({ fact, is }) => `- ${plain(fact)}: ${plain(is)}`),
    ...judged.map(({ where, says }) => `- judged in ${plain(where)}: ${plain(says)}`),
    '',
  ]);
  const wanted = missing.map((one) => `- ${plain(unlocks(one))}`);
  const unseen = reasonsFor(run, 'untestable')
    .slice(0, mostReasons)
    .map(({ reason, count }) => `- ${count} untestable: ${plain(reason)}`);
  return [
    ...about,
    ...section('**More could be judged with**', wanted),
    ...section('**Could not be looked at**', unseen),
  ];
};

const section = (title: string, items: string[]) => (items.length === 0 ? [] : [title, '', ...items, '']);

const notOffered = (run: Run) => {
  const lines = notOfferedOf(run).flatMap(({ url, lacks }) => lacks.map((what) => `- ${plain(url)}: ${plain(what)}`));
  return lines.length === 0 ? [] : ['**Not offered by the target**', '', ...lines, ''];
};

const table = (run: Run) => {
  const results = resultsOf(run);
  const columns = columnsOf(run);
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const cellsOf = (own: Result[]) => columns.map((column) => cell(own.filter(inColumn(column))));
  return [
    row(['Exercise', ...columns.map((column) => `${plain(column.profile)} ${plain(column.era)}`)]),
    row(['---', ...columns.map(() => '---')]),
    ...exercisesOf(run).map((name) =>
      row([plain(exerciseTitle(name)), ...cellsOf(results.filter((result) => result.exercise === name))]),
    ),
    row(['**All**', ...cellsOf(results)]),
  ];
};

const cell = (results: Result[]) => {
  const n = countVerdicts(results);
  const words = [
    n.pass && `${n.pass} pass`,
    n.fail && `**${n.fail} fail**`,
    n.error && `**${n.error} error**`,
    n.blocked && `${n.blocked} blocked`,
    n.warn && `${n.warn} warn`,
    n.untestable && `${n.untestable} untestable`,
    n.notApplicable && `${n.notApplicable} n/a`,
  ];
  return words.filter(Boolean).join(', ') || '–';
};

/** What somebody answers for. */
const known = (run: Run) =>
  section(
    '**Known failures**',
    resultsOf(run).flatMap(({ excused, id, era }) =>
      excused ? [`- ${plain(id)} ${plain(era)}: ${plain(excuseInWords(excused))}`] : [],
    ),
  );

const fixes = (findings: Finding[]) => {
  if (findings.length === 0) return [];
  const left = findings.length - most;
  const more = left > 0 ? [`…and ${left} more: see the HTML report.`, ''] : [];
  return ['### What to fix first', '', ...findings.slice(0, most).map(fix), '', ...more];
};

const fix = ({ lead, headline, remedy, expected, seen, results, blocked }: Finding, index: number) => {
  const isStop = results.length === 0;
  const also = [
    results.length > 1 && `${plural(results.length, 'result')} share this`,
    blocked.length > 0 && `blocks ${plural(blocked.length, 'result')}`,
  ].filter(Boolean);
  const facts = [
    !isStop && lead.step && `Step ${lead.step.number}: ${plain(lead.step.says)}`,
    expected && `Expected: ${isStop ? ours(expected) : plain(expected)}`,
    seen && `Seen: ${plain(seen)}`,
    !isStop && lead.reason && plain(lead.reason),
    remedy && `**Remedy:** ${ours(remedy)}`,
  ].filter(Boolean);
  const tags = isStop ? 'blocked' : [lead.verdict, lead.level ?? 'journey', lead.blame].filter(Boolean).join(', ');
  const name = isStop ? '' : `<br>${plain(lead.id)}`;
  const more = also.length > 0 ? ` (${also.join(', ')})` : '';
  return `${index + 1}. **${ours(headline)}** (${tags})${more}${name}${facts.map((fact) => `<br>${fact}`).join('')}`;
};

/** Words of the catalogue: what stands between backticks stays code, unless it could be HTML or leave the code. */
const ours = (text: string) =>
  oneLine(text)
    .split(/(`[^`]*`)/)
    .map((piece) => (/^`[^`<>&\\]+`$/.test(piece) ? piece : escaped(piece)))
    .join('');

/** Text of a server: no character means anything to Markdown or HTML. */
export const plain = (text: string) => escaped(oneLine(text));

/** Cut where a hostile answer is long. */
const oneLine = (text: string) => visibleLine(wellFormed(text.length > 400 ? `${text.slice(0, 400)}…` : text));

const escaped = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/:\/\//g, ':&#47;/');
