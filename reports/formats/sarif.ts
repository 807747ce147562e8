import { createHash } from 'node:crypto';
import { keysOf } from '../../conformance/run/identity.ts';
import type { Level, Run } from '../../conformance/run/model.ts';
import { visible, visibleJson, visibleLine } from '../../conformance/run/visible.ts';
import { outcomeOf } from '../outcome.ts';
import { excuseInWords, profileOf, type Result, resultsOf } from '../results.ts';
import { wellFormed } from '../well-formed.ts';

const levels: Record<Level | 'journey', 'error' | 'warning' | 'note'> = {
  MUST: 'error',
  SHOULD: 'warning',
  MAY: 'note',
  journey: 'error',
};

/**
 * SARIF 2.1.0 for code scanning: a rule for each check or journey that was judged, a result for each that failed or warned.
 * What could not be judged is no result, and an error of openbell a notification of the tool.
 */
export const toSarif = (run: Run): string => {
  const results = resultsOf(run);
  const rules = [...new Map(results.filter(isJudged).map((result) => [result.id, result])).values()];
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const keyOf = keysOf([run]);
  const findings = results.filter(isFinding).map((result) => ({
    ruleId: result.id,
    ruleIndex: places.get(result.id)!,
    level: result.verdict === 'fail' ? 'error' : 'warning',
    message: { text: messageOf(run, result) },
    locations: [locationOf(run, result)],
    partialFingerprints: { 'openbell/v1': fingerprint(keyOf(run, result.source)) },
    ...(result.excused
      ? { suppressions: [{ kind: 'external', justification: text(excuseInWords(result.excused)) }] }
      : {}),
    ...(result.blame ? { properties: { blame: result.blame } } : {}),
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0-rtm.5.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'openbell', semanticVersion: run.tool.version, rules: rules.map(ruleOf) } },
        invocations: [invocation(run, results)],
        results: findings,
      },
    ],
  };
  return visibleJson(`${JSON.stringify(log, null, 1)}\n`);
};

const isFinding = ({ verdict }: Result) => verdict === 'fail' || verdict === 'warn';
const isJudged = (result: Result) => isFinding(result) || result.verdict === 'pass';

const ruleOf = (result: Result) => {
  const { id, title, level, exercise, remedy, source } = result;
  const clauses = 'clauses' in source ? source.clauses : source.guide;
  return {
    id,
    shortDescription: { text: text(title) },
    help: {
      text: text([remedy || title, clauses.length > 0 && `Rests on: ${clauses.join(', ')}`].filter(Boolean).join('\n')),
    },
    defaultConfiguration: { level: levels[level ?? 'journey'] },
    properties: { tags: [exercise, level ?? 'journey'] },
  };
};

const messageOf = (run: Run, { title, target, era, step, expected, seen, reason }: Result) =>
  text(
    [
      `Not met: ${title} (${run.targets[target] ? profileOf(run.targets[target]) : 'target'}, ${era})`,
      step && `Step ${step.number}: ${step.says}`,
      expected && `Expected: ${expected}`,
      seen && `Seen: ${seen}`,
      reason && `Note: ${reason}`,
    ]
      .flatMap((fact) => (fact ? [visibleLine(fact)] : []))
      .join('\n'),
  );

/** The line of the configuration that names the target, where there is one; the target itself always. */
const locationOf = (run: Run, { target: index, id }: Result) => {
  const target = run.targets[index];
  const written = target?.configured;
  return {
    ...(written && {
      physicalLocation: {
        artifactLocation: { uri: encodeURI(written.file.replaceAll('\\', '/')) },
        region: { startLine: written.line },
      },
    }),
    logicalLocations: [
      { name: id, fullyQualifiedName: visibleLine(wellFormed(`${target?.url ?? ''} ${id}`)), kind: 'resource' },
    ],
  };
};

const invocation = (run: Run, results: readonly Result[]) => {
  const errors = results.filter(({ verdict }) => verdict === 'error');
  const { exitCode, headline, sentence } = outcomeOf(run);
  const notifications = errors.map(({ id, reason }) => ({
    level: 'error',
    descriptor: { id },
    message: { text: text(reason ?? 'openbell stopped on an error') },
  }));
  const said = exitCode === 3 ? [{ level: 'warning', message: { text: text(`${headline}. ${sentence}`) } }] : [];
  return {
    executionSuccessful: run.complete && errors.length === 0,
    exitCode,
    toolExecutionNotifications: [...notifications, ...said],
  };
};

/** The same for one finding in every run, whatever was measured or seen. */
export const fingerprint = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** Plain text as SARIF has it: a bracket would begin a link, and a number in braces asks for an argument (§3.11). */
const text = (words: string): string =>
  visible(wellFormed(words))
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/\{(\d+)\}/g, '{{$1}}');
