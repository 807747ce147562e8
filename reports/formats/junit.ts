import { exercisesOf } from '../../conformance/run/exercises.ts';
import type { Run, Verdict } from '../../conformance/run/model.ts';
import { visible, visibleLine } from '../../conformance/run/visible.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { headOf } from '../head.ts';
import { outcomeOf, unlocks } from '../outcome.ts';
import {
  asSentence,
  type Column,
  columnsOf,
  countVerdicts,
  excuseInWords,
  inColumn,
  type Result,
  resultsOf,
} from '../results.ts';
import { wellFormed } from '../well-formed.ts';

/**
 * JUnit XML: a test suite for each target, era and exercise.
 *
 * fail is a failure, error an error; untestable, not-applicable and blocked are skipped, with the reason. Blocked is not a
 * second failure, because the cause stands in the same file: the control that failed, or an error of its own in the
 * first suite, such as that nobody can sign in. A warning passes, and says so in `system-out`. A run that is incomplete
 * or judged too little has an error of its own, lest an empty file look green.
 */
export const toJUnit = (run: Run): string => {
  const results = resultsOf(run);
  const suites = columnsOf(run).flatMap((column) => {
    const own = results.filter(inColumn(column));
    const present = exercisesOf(run).filter((exercise) => own.some((result) => result.exercise === exercise));
    return present.map((exercise, i) => {
      const some = own.filter((result) => result.exercise === exercise);
      return suite(column, exercise, some, i === 0 ? properties(run, column) : '', begun(run));
    });
  });
  const n = countVerdicts(counted(results));
  const own = [...stops(run), ...unfinished(run)];
  const attributes = counts(results.length + own.length, n.fail, n.error + own.length, run.durationMs);
  const first = own.length === 0 ? '' : ownSuite(own, begun(run));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="openbell" ${attributes}>\n${first}${suites.join('')}</testsuites>\n`;
};

const counted = (results: readonly Result[]) => results.filter((result) => !result.excused);

/** What every schema allows on `testsuites`; how many were skipped stands on each suite. */
const counts = (tests: number, failures: number, errors: number, ms: number) =>
  `tests="${tests}" failures="${failures}" errors="${errors}" time="${seconds(ms)}"`;

/** ISO 8601 without a zone, as readers of JUnit want it. */
const begun = ({ startedAt }: Run) => `timestamp="${line(startedAt.replace(/(\.\d+)?(Z|[+-]\d\d:\d\d)$/, ''))}"`;

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const suite = (column: Column, exercise: string, results: Result[], head: string, when: string) => {
  const n = countVerdicts(counted(results));
  const ms = results.reduce((sum, result) => sum + result.durationMs, 0);
  const name = `${column.profile} ${column.era} ${exercise}`;
  const skipped = n.blocked + n.untestable + n.notApplicable + results.length - counted(results).length;
  const attributes = `${counts(results.length, n.fail, n.error, ms)} skipped="${skipped}" ${when}`;
  const cases = results.map((result) => testCase(result, `${column.profile}.${column.era}.${exercise}`)).join('');
  return `  <testsuite name="${line(name)}" hostname="${line(column.url)}" ${attributes}>\n${head}${cases}  </testsuite>\n`;
};

const testCase = (result: Result, className: string) => {
  const name = `${result.kind === 'journey' ? 'journey' : 'check'} ${result.id}: ${result.title}`;
  const open = `    <testcase classname="${line(className)}" name="${line(name)}" time="${seconds(result.durationMs)}"`;
  const inner = result.excused ? excused(result) : outcomes[result.verdict](result);
  return inner === '' ? `${open}/>\n` : `${open}>${inner}</testcase>\n`;
};

const details = ({ step, expected, seen, blame, reason, remedy }: Result) =>
  [
    step && `Step ${step.number}: ${step.says}`,
    expected && `Expected: ${expected}`,
    seen && `Seen: ${seen}`,
    reason && `Note: ${reason}`,
    blame && `Blame: ${blame}`,
    remedy && `Remedy: ${remedy}`,
  ]
    .flatMap((fact) => (fact ? [visibleLine(fact)] : []))
    .join('\n');

/** What pipelines show first: what was demanded and seen, and in which step of a journey. */
const messageOf = ({ step, expected, seen, reason, title }: Result) => {
  const told = [expected && `expected ${expected}`, seen && `seen ${seen}`].filter(Boolean).join('; ');
  return `${step ? `step ${step.number}: ${step.says}: ` : ''}${told || (reason ?? title)}`;
};

const skip = (result: Result) =>
  `<skipped message="${line(`${result.verdict}: ${result.reason ?? 'no reason given'}`)}"/>`;

/** A failure that somebody answers for. */
const excused = (result: Result) =>
  `<skipped message="${line(`known failure: ${excuseInWords(result.excused!)}`)}"/><system-out>${xml(details(result))}</system-out>`;

const outcomes: Record<Verdict, (result: Result) => string> = {
  pass: () => '',
  fail: (result) =>
    `<failure type="${line(result.level ?? 'journey')}" message="${line(messageOf(result))}">${xml(details(result))}</failure>`,
  error: (result) =>
    `<error type="error" message="${line(result.reason ?? 'openbell stopped on an error')}">${xml(details(result))}</error>`,
  warn: (result) => `<system-out>${xml(`Warning.\n${details(result)}`)}</system-out>`,
  blocked: skip,
  untestable: skip,
  'not-applicable': skip,
};

/** An error that is not about one check: its place, what it is called, and what to know of it. */
interface Own {
  name: string;
  type: string;
  message: string;
  details: string;
}

/** Causes that no result of their own shows, such as a sign-in that never ends. */
const stops = (run: Run): Own[] =>
  findingsOf(run).flatMap(({ results, headline, expected, seen, remedy, blocked }: Finding) =>
    results.length > 0
      ? []
      : [
          {
            name: headline,
            type: 'blocked',
            message: `${headline}: ${seen}`,
            details: [
              expected && `Expected: ${expected}`,
              `Seen: ${seen}`,
              remedy && `Remedy: ${remedy}`,
              `Blocks: ${[...new Set(blocked.map(({ id }) => id))].join(', ')}`,
            ]
              .flatMap((fact) => (fact ? [visibleLine(fact)] : []))
              .join('\n'),
          },
        ],
  );

const unfinished = (run: Run): Own[] => {
  const { kind, headline, sentence, yaml = '' } = outcomeOf(run);
  if (!run.complete) {
    const message = asSentence(run.incompleteBecause ?? 'the run stopped before its end');
    return [{ name: 'the run is complete', type: 'incomplete', message, details: '' }];
  }
  if (kind !== 'too-little' && kind !== 'nothing-tested') return [];
  return [{ name: 'enough is judged', type: 'incomplete', message: `${headline}. ${sentence}`, details: yaml }];
};

const ownSuite = (own: Own[], when: string) => {
  const cases = own.map(
    ({ name, type, message, details: text }) =>
      `    <testcase classname="run" name="${line(name)}" time="0.000"><error type="${type}" message="${line(message)}">${xml(text)}</error></testcase>\n`,
  );
  return `  <testsuite name="run" ${counts(own.length, 0, own.length, 0)} skipped="0" ${when}>\n${cases.join('')}  </testsuite>\n`;
};

/** The head of the report, in the first suite of a target and era: what the target is, how much of what applies was judged, and what is missing. */
const properties = (run: Run, { target, era }: Column) => {
  const { urls, missing } = headOf(run);
  const about = urls.find(({ url }) => url === run.targets[target]!.url);
  const pairs = [
    ...(about?.facts ?? []).map(({ fact, is }) => [fact, is]),
    ...(about?.judged ?? [])
      .filter(({ where }) => where.endsWith(era))
      .map(({ where, says }) => [`judged in ${where}`, says]),
    ...missing.map((one) => ['more could be judged with', unlocks(one)]),
  ];
  if (pairs.length === 0) return '';
  const items = pairs.map(([name, value]) => `<property name="${line(name!)}" value="${line(value!)}"/>`);
  return `    <properties>${items.join('')}</properties>\n`;
};

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Escapes for attributes and text; what XML 1.0 cannot hold at all is written out. */
const xml = (text: string) => visible(wellFormed(text)).replace(/[&<>"\n\r\t]/g, (character) => entities[character]!);

/** A line: pipelines print it as it is, and obey what begins a line of a log. */
const line = (text: string) => xml(visibleLine(text));
