import { exercisesOf } from '../conformance/run/exercises.ts';
import type { Run, Verdict } from '../conformance/run/model.ts';
import { asSentence, type Column, columnsOf, countVerdicts, inColumn, type Result, resultsOf } from './results.ts';
import { wellFormed } from './well-formed.ts';

/**
 * JUnit XML: a test suite for each target, era and exercise.
 *
 * fail is a failure, error an error; untestable, not-applicable and blocked are skipped, with the reason. Blocked is not a
 * second failure, because the control that failed stands in the same file as one (the exit code still counts it). A warning
 * passes, and says so in `system-out`. An incomplete run has an error of its own, lest an empty file look green.
 */
export const toJUnit = (run: Run): string => {
  const results = resultsOf(run);
  const suites = columnsOf(run).flatMap((column) =>
    exercisesOf(run).map((exercise) => {
      const own = results.filter((result) => result.exercise === exercise && inColumn(column)(result));
      return own.length === 0 ? '' : suite(column, exercise, own);
    }),
  );
  const n = countVerdicts(results);
  const skipped = n.blocked + n.untestable + n.notApplicable;
  const errors = n.error + (run.complete ? 0 : 1);
  const attributes = counts(results.length + (run.complete ? 0 : 1), n.fail, errors, skipped, run.durationMs);
  const body = [...suites, run.complete ? '' : unfinished(run)].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="openbell" ${attributes}>\n${body}</testsuites>\n`;
};

const counts = (tests: number, failures: number, errors: number, skipped: number, ms: number) =>
  `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds(ms)}"`;

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const suite = (column: Column, exercise: string, results: Result[]) => {
  const n = countVerdicts(results);
  const ms = results.reduce((sum, result) => sum + result.durationMs, 0);
  const name = `${column.profile} ${column.era} ${exercise}`;
  const attributes = counts(results.length, n.fail, n.error, n.blocked + n.untestable + n.notApplicable, ms);
  const cases = results.map((result) => testCase(result, `${column.profile}.${column.era}.${exercise}`)).join('');
  return `  <testsuite name="${xml(name)}" hostname="${xml(column.url)}" ${attributes}>\n${cases}  </testsuite>\n`;
};

const testCase = (result: Result, className: string) => {
  const name = `${result.kind === 'journey' ? 'journey' : 'check'} ${result.id}: ${result.title}`;
  const open = `    <testcase classname="${xml(className)}" name="${xml(name)}" time="${seconds(result.durationMs)}"`;
  const inner = outcomes[result.verdict](result);
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
    .filter(Boolean)
    .join('\n');

/** What pipelines show first: what was seen, and in which step of a journey. */
const messageOf = ({ step, seen, reason, title }: Result) =>
  `${step ? `step ${step.number}: ${step.says}: ` : ''}${seen ?? reason ?? title}`;

const skip = (result: Result) =>
  `<skipped message="${xml(`${result.verdict}: ${result.reason ?? 'no reason given'}`)}"/>`;

const outcomes: Record<Verdict, (result: Result) => string> = {
  pass: () => '',
  fail: (result) =>
    `<failure type="${xml(result.level ?? 'journey')}" message="${xml(messageOf(result))}">${xml(details(result))}</failure>`,
  error: (result) =>
    `<error type="error" message="${xml(result.reason ?? 'openbell stopped on an error')}">${xml(details(result))}</error>`,
  warn: (result) => `<system-out>${xml(`Warning.\n${details(result)}`)}</system-out>`,
  blocked: skip,
  untestable: skip,
  'not-applicable': skip,
};

const unfinished = (run: Run) => {
  const message = xml(asSentence(run.incompleteBecause ?? 'the run stopped before its end'));
  return `  <testsuite name="run" ${counts(1, 0, 1, 0, 0)}>\n    <testcase classname="run" name="the run is complete" time="0.000"><error type="incomplete" message="${message}"/></testcase>\n  </testsuite>\n`;
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

/** Escapes for attributes and text; what XML 1.0 cannot hold at all becomes U+FFFD. */
const xml = (text: string) =>
  wellFormed(text)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (character) => entities[character]!);
