import { exercisesOf, exerciseTitle } from '../conformance/run/exercises.ts';
import type { Run } from '../conformance/run/model.ts';
import { plural } from '../conformance/run/words.ts';
import { type Finding, findingsOf, headlineOf } from './findings.ts';
import { outcomeOf } from './outcome.ts';
import { columnsOf, countVerdicts, duration, inColumn, type Result, resultsOf } from './results.ts';

const codes = { red: 31, green: 32, yellow: 33, grey: 90, bold: 1 };
type Paint = (colour: keyof typeof codes, text: string) => string;

/** A plain table for the terminal: each exercise by target and era, then what to fix. Colours only with `colour`. */
export const toTable = (run: Run, options: { colour?: boolean } = {}): string => {
  const paint: Paint = (colour, text) => (options.colour ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
  const outcome = outcomeOf(run);
  const tone = {
    conformant: 'green',
    'mostly-unseen': 'yellow',
    failures: 'red',
    'nothing-tested': 'yellow',
    incomplete: 'yellow',
  } as const;
  const blocks = [
    table(run, paint),
    ...reasons(run, paint),
    ...findingsOf(run).map((finding, index) => describe(finding, index, paint)),
    `${paint(tone[outcome.kind], outcome.headline)}. ${clean(outcome.sentence)} (${duration(run.durationMs)}, ${plural(run.exchanges.length, 'exchange')})`,
  ];
  return `${blocks.join('\n\n')}\n`;
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
    [{ text: 'exercise' }, ...columns.map((column) => ({ text: clean(column.profile) }))],
    [{ text: '' }, ...columns.map((column) => ({ text: clean(column.era), colour: 'grey' as const }))],
    ...exercisesOf(run).map((name) =>
      line(
        clean(exerciseTitle(name)),
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

const mostReasons = 8;

/** Why results are without a verdict, each reason once: what could not be looked at, then what does not apply. */
const reasons = (run: Run, paint: Paint) => {
  const lines = (['untestable', 'not-applicable'] as const).flatMap((verdict) => {
    const counts = new Map<string, number>();
    for (const result of resultsOf(run)) {
      if (result.verdict !== verdict) continue;
      const reason = clean(result.reason ?? 'no reason given');
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    const word = verdict === 'untestable' ? 'untestable' : 'n/a';
    const sorted = [...counts].sort(([, a], [, b]) => b - a);
    const left = sorted.length - mostReasons;
    return [
      ...sorted.slice(0, mostReasons).map(([reason, count]) => `${`${count} ${word}`.padStart(14)}   ${reason}`),
      ...(left > 0 ? [`${' '.repeat(17)}…and ${plural(left, 'other reason')}: see the report`] : []),
    ];
  });
  return lines.length === 0 ? [] : [lines.map((line) => paint('grey', line)).join('\n')];
};

const describe = ({ lead, results }: Finding, index: number, paint: Paint) => {
  const tone = lead.verdict === 'warn' ? 'yellow' : 'red';
  const tags = [lead.level ?? 'journey', lead.blame].filter(Boolean).join(', ');
  const others = [...new Set(results.map((result) => result.id))].filter((id) => id !== lead.id);
  const facts: [string, string | undefined][] = [
    [`step ${lead.step?.number}:`, lead.step?.says],
    ['expected', lead.expected],
    ['seen', lead.seen],
    ['note', lead.reason],
    ['remedy', lead.remedy],
    ['also', others.join(', ')],
  ];
  return [
    `${index + 1}. ${paint(tone, lead.verdict)}  ${paint('bold', clean(headlineOf(lead)))}  (${tags}, ${plural(results.length, 'result')})`,
    `   ${clean(lead.id)}`,
    ...facts.filter(([, text]) => text).map(([name, text]) => `   ${name.padEnd(8)} ${clean(text!)}`),
  ].join('\n');
};

/** One line without control characters: a hostile answer must not move the cursor or colour the screen. */
const clean = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal would obey.
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
