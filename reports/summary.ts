import { exercisesOf, exerciseTitle } from '../conformance/run/exercises.ts';
import type { Run } from '../conformance/run/model.ts';
import { plural } from '../conformance/run/words.ts';
import { type Finding, findingsOf, headlineOf } from './findings.ts';
import { outcomeOf } from './outcome.ts';
import { columnsOf, countVerdicts, duration, inColumn, notOfferedOf, type Result, resultsOf } from './results.ts';
import { wellFormed } from './well-formed.ts';

const marks = { conformant: '✅', 'mostly-unseen': '⚠️', failures: '❌', 'nothing-tested': '⚠️', incomplete: '⚠️' };
const most = 20;

/** Markdown for the job summary of a pipeline: the verdict, a table of exercises by target, the first things to fix. */
export const toMarkdown = (run: Run): string => {
  const outcome = outcomeOf(run);
  const findings = findingsOf(run);
  const lines = [
    `## ${marks[outcome.kind]} openbell: ${plain(outcome.headline)}`,
    '',
    plain(outcome.sentence),
    '',
    ...notOffered(run),
    ...table(run),
    '',
    ...fixes(findings),
    `<sub>openbell ${plain(run.tool.version)} · ${plain(run.startedAt)} · ${duration(run.durationMs)} · ${plural(run.exchanges.length, 'exchange')}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
};

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

const fixes = (findings: Finding[]) => {
  if (findings.length === 0) return [];
  const left = findings.length - most;
  const more = left > 0 ? [`…and ${left} more: see the HTML report.`, ''] : [];
  return ['### What to fix first', '', ...findings.slice(0, most).map(fix), '', ...more];
};

const fix = ({ lead, results }: Finding, index: number) => {
  const also = results.length > 1 ? ` (${plural(results.length, 'result')} share this)` : '';
  const facts = [
    lead.step && `Step ${lead.step.number}: ${plain(lead.step.says)}`,
    lead.expected && `Expected: ${plain(lead.expected)}`,
    lead.seen && `Seen: ${plain(lead.seen)}`,
    lead.reason && plain(lead.reason),
    lead.remedy && `**Remedy:** ${ours(lead.remedy)}`,
  ].filter(Boolean);
  const tags = [lead.verdict, lead.level ?? 'journey', lead.blame].filter(Boolean).join(', ');
  return `${index + 1}. **${ours(headlineOf(lead))}** (${tags})${also}<br>${plain(lead.id)}${facts.map((fact) => `<br>${fact}`).join('')}`;
};

/** Words of the catalogue: what stands between backticks stays code, unless it could be HTML or leave the code. */
const ours = (text: string) =>
  oneLine(text)
    .split(/(`[^`]*`)/)
    .map((piece) => (/^`[^`<>&\\]+`$/.test(piece) ? piece : escaped(piece)))
    .join('');

/** Text of a server: no character means anything to Markdown or HTML. */
const plain = (text: string) => escaped(oneLine(text));

/** Cut where a hostile answer is long. */
const oneLine = (text: string) => wellFormed(text.length > 400 ? `${text.slice(0, 400)}…` : text).replace(/\s+/g, ' ');

const escaped = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/:\/\//g, ':&#47;/');
