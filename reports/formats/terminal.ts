import { exercisesOf, exerciseTitle } from '../../conformance/run/exercises.ts';
import type { Run } from '../../conformance/run/model.ts';
import { visible, visibleLine } from '../../conformance/run/visible.ts';
import { plural } from '../../conformance/run/words.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { headOf, reasonsFor } from '../head.ts';
import { outcomeOf, unlocks } from '../outcome.ts';
import { columnsOf, countVerdicts, duration, excuseInWords, inColumn, type Result, resultsOf } from '../results.ts';

const codes = { red: 31, green: 32, yellow: 33, grey: 90, bold: 1 };
type Paint = (colour: keyof typeof codes, text: string) => string;

/** A plain table for the terminal: what the target is, each exercise by target and era, what to fix. Colours only with `colour`. */
export const toTable = (run: Run, options: { colour?: boolean } = {}): string => {
  const paint: Paint = (colour, text) => (options.colour ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
  const blocks = [
    ...head(run, paint),
    table(run, paint),
    ...reasons(run, paint),
    ...findingsOf(run).map((finding, index) => describe(finding, index, paint)),
    ...known(run, paint),
    end(run, paint),
  ];
  return `${blocks.join('\n\n')}\n`;
};

const mostFacts = 12;

/** What was found out about each URL, and how much of what applies was judged. */
const head = (run: Run, paint: Paint): string[] =>
  headOf(run).urls.map(({ url, facts, judged }) => {
    const rows = [
      ...facts.slice(0, mostFacts).map(({ fact, is }): [string, string] => [fact, is]),
      ...(facts.length > mostFacts ? [['…', `${facts.length - mostFacts} more in the report`] as const] : []),
      ...judged.map(({ where, says }): [string, string] => [`judged in ${where}`, says]),
    ].map(([name, value]) => [visibleLine(name), visibleLine(value)] as const);
    const width = Math.max(0, ...rows.map(([name]) => name.length));
    return [paint('bold', visibleLine(url)), ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join(
      '\n',
    );
  });

/** The verdict; then what more means would unlock, and the lines that lead to the exit code 0. */
const end = (run: Run, paint: Paint): string => {
  const outcome = outcomeOf(run);
  const tone = { 0: 'green', 1: 'red', 3: 'yellow' } as const;
  const missing = headOf(run).missing.slice(0, mostReasons).map(unlocks);
  return [
    `${paint(tone[outcome.exitCode], visibleLine(outcome.headline))}. ${visibleLine(outcome.sentence)} (${duration(run.durationMs)}, ${plural(run.exchanges.length, 'exchange')})`,
    ...(outcome.yaml
      ? ['', 'in openbell.yaml:', ...outcome.yaml.split('\n').map((line) => `  ${visible(line)}`)]
      : missing.length > 0 && outcome.exitCode !== 3
        ? [paint('grey', `More could be judged with ${visibleLine(missing.join(', '))}.`)]
        : []),
  ].join('\n');
};

interface Cell {
  text: string;
  colour?: keyof typeof codes;
}

const table = (run: Run, paint: Paint) => {
  const results = resultsOf(run);
  const columns = columnsOf(run);
  const line = (name: string, own: Result[]): Cell[] => [
    { text: name },
    ...columns.map((column) => cell(own.filter(inColumn(column)))),
  ];
  const rows: Cell[][] = [
    [{ text: 'exercise' }, ...columns.map((column) => ({ text: visibleLine(column.profile) }))],
    [{ text: '' }, ...columns.map((column) => ({ text: visibleLine(column.era), colour: 'grey' as const }))],
    ...exercisesOf(run).map((name) =>
      line(
        visibleLine(exerciseTitle(name)),
        results.filter((result) => result.exercise === name),
      ),
    ),
    line('all', results),
  ];
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.text.length)));
  const pad = ({ text, colour }: Cell, i: number) =>
    (colour ? paint(colour, text) : text) + ' '.repeat(widths[i]! - text.length);
  return rows.map((row) => row.map(pad).join('   ').trimEnd()).join('\n');
};

const cell = (results: Result[]): Cell => {
  const n = countVerdicts(results);
  const words = [
    n.pass && `${n.pass} pass`,
    n.fail && `${n.fail} FAIL`,
    n.error && `${n.error} ERROR`,
    n.blocked && `${n.blocked} blocked`,
    n.warn && `${n.warn} warn`,
    n.untestable && `${n.untestable} untestable`,
    n.notApplicable && `${n.notApplicable} n/a`,
  ].filter(Boolean);
  const colour =
    n.fail + n.error + n.blocked > 0 ? 'red' : n.warn + n.untestable > 0 ? 'yellow' : n.pass > 0 ? 'green' : 'grey';
  return { text: words.join(' ') || '-', colour };
};

const mostReasons = 5;

/** Why results are without a verdict, each reason once: what could not be looked at, then what does not apply. */
const reasons = (run: Run, paint: Paint) => {
  const lines = (['untestable', 'not-applicable'] as const).flatMap((verdict) => {
    const word = verdict === 'untestable' ? 'untestable' : 'n/a';
    const all = reasonsFor(run, verdict);
    const left = all.slice(mostReasons);
    const rest = left.reduce((sum, { count }) => sum + count, 0);
    return [
      ...all
        .slice(0, mostReasons)
        .map(({ reason, count }) => `${`${count} ${word}`.padStart(14)}   ${visibleLine(reason)}`),
      ...(rest > 0
        ? [`${`${rest} ${word}`.padStart(14)}   for ${plural(left.length, 'other reason')}: see the report`]
        : []),
    ];
  });
  return lines.length === 0 ? [] : [lines.map((line) => paint('grey', line)).join('\n')];
};

/** What somebody answers for: it is said, and does not count. */
const known = (run: Run, paint: Paint) => {
  const lines = resultsOf(run).flatMap(({ excused, verdict, id, era }) =>
    excused ? [`  ${verdict} ${visibleLine(id)} ${visibleLine(era)}: ${visibleLine(excuseInWords(excused))}`] : [],
  );
  return lines.length === 0 ? [] : [paint('grey', ['known failures', ...lines].join('\n'))];
};

const mostNames = 6;

/** The ids of results, each once, and no more of them than can be read. */
const names = (results: readonly Result[]): string => {
  const ids = [...new Set(results.map(({ id }) => id))];
  const left = ids.length - mostNames;
  return [...ids.slice(0, mostNames), ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
};

const describe = (finding: Finding, index: number, paint: Paint) => {
  const { lead, results, blocked, headline, remedy, expected, seen } = finding;
  const tone = lead.verdict === 'warn' ? 'yellow' : 'red';
  const isStop = results.length === 0;
  const tags = isStop
    ? [`blocks ${plural(blocked.length, 'result')}`]
    : [
        lead.level ?? 'journey',
        lead.blame,
        plural(results.length, 'result'),
        blocked.length > 0 && `blocks ${blocked.length} more`,
      ];
  const facts: [string, string | undefined][] = [
    [`step ${lead.step?.number}:`, isStop ? undefined : lead.step?.says],
    ['expected', expected],
    ['seen', seen],
    ['note', isStop ? undefined : lead.reason],
    ['remedy', remedy],
    ['also', names(results.filter(({ id }) => id !== lead.id))],
    ['blocks', names(blocked)],
  ];
  return [
    `${index + 1}. ${paint(tone, lead.verdict)}  ${paint('bold', visibleLine(headline))}  (${tags.filter(Boolean).join(', ')})`,
    ...(isStop ? [] : [`   ${visibleLine(lead.id)}`]),
    ...facts.filter(([, text]) => text).map(([name, text]) => `   ${name.padEnd(8)} ${visibleLine(text!)}`),
  ].join('\n');
};
