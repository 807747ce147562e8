import { keysOf } from '../../conformance/run/identity.ts';
import type { Run, Verdict } from '../../conformance/run/model.ts';
import { visible, visibleJson, visibleLine } from '../../conformance/run/visible.ts';
import { columnsOf, excuseInWords, inColumn, type Result, resultsOf } from '../results.ts';
import { wellFormed } from '../well-formed.ts';
import { fingerprint } from './sarif.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** A warning passes, as it does in JUnit; the word itself is `rawStatus`. */
const statuses: Record<Verdict, Status> = {
  pass: 'passed',
  warn: 'passed',
  fail: 'failed',
  error: 'other',
  blocked: 'skipped',
  untestable: 'skipped',
  'not-applicable': 'skipped',
};

/** Common Test Report Format: a test for each check or journey in each target and era. */
export const toCtrf = (run: Run): string => {
  const keyOf = keysOf([run]);
  const tests = columnsOf(run).flatMap((column) =>
    resultsOf(run)
      .filter(inColumn(column))
      .map((result) => ({
        testId: fingerprint(keyOf(run, result.source)),
        name: line(`${result.id}: ${result.title}`),
        status: result.excused ? ('skipped' as const) : statuses[result.verdict],
        rawStatus: result.verdict,
        duration: Math.round(result.durationMs),
        suite: [`${column.profile} ${column.era}`, result.exercise].map(line),
        ...messageOf(result),
        type: result.kind,
        tags: [result.level ?? 'journey', ...(result.blame ? [result.blame] : [])],
      })),
  );
  const count = (status: Status) => tests.filter((one) => one.status === status).length;
  const start = Date.parse(run.startedAt) || 0;
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'openbell',
    results: {
      tool: { name: 'openbell', version: run.tool.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start,
        stop: start + Math.round(run.durationMs),
      },
      tests,
    },
  };
  return visibleJson(`${JSON.stringify(report, null, 1)}\n`);
};

const messageOf = ({ verdict, excused, step, expected, seen, reason, remedy }: Result) => {
  if (verdict === 'pass') return {};
  const facts = [
    excused && `Known failure: ${excuseInWords(excused)}`,
    step && `Step ${step.number}: ${step.says}`,
    expected && `Expected: ${expected}`,
    seen && `Seen: ${seen}`,
    reason,
    verdict === 'fail' || verdict === 'warn' ? remedy && `Remedy: ${remedy}` : undefined,
  ];
  const message = facts.flatMap((fact) => (fact ? [line(fact)] : [])).join('\n');
  return message === '' ? {} : { message };
};

const line = (text: string): string => visibleLine(visible(wellFormed(text)));
