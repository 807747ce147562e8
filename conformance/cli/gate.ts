import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { againstOf, type Diff, diffOf, toDiffText } from '../../reports/index.ts';
import { currentId } from '../checks/renamed.ts';
import { baselineText, readBaseline } from '../config/baseline-file.ts';
import type { Config } from '../config/config.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { baselineOf, type Expected, excuse, marked } from '../run/baseline.ts';
import { frozenTo, readSet, setNames } from '../run/check-sets.ts';
import { exercises } from '../run/exercises.ts';
import type { Asked, CheckResult, Excuse, Run, ScenarioResult } from '../run/model.ts';
import { readRun } from '../run/read.ts';
import { plural } from '../run/words.ts';
import type { RunOptions } from '../runner/options.ts';
import { OFFERS, PRODUCT_FEATURES } from '../vocabulary/features.ts';
import { writeDiff } from './diff.ts';
import { putFile } from './result-files.ts';
import type { Terminal } from './terminal.ts';

/** What to hold a run against. */
export interface GateFlags {
  baseline?: string;
  /** The file, or true for the one that is read. */
  writeBaseline?: string | true;
  against?: string;
  failOn?: 'new';
}

/** What a run is held against, read before it begins. */
export interface Gate {
  /** The frozen set that counts, by its name, and what it holds under the ids in force. */
  set?: { name: string; known: ReadonlySet<string> };
  expected: readonly Expected[];
  write?: string;
  against?: Run;
  onlyNew: boolean;
}

const DEFAULT_BASELINE = 'openbell.baseline.yaml';

/** Reads what a run will be held against. `UsageError` for what cannot be read, or names what is not there. */
export function gateOf(
  flags: GateFlags,
  { gate, checks }: Pick<Config, 'gate' | 'checks'>,
  ids: readonly string[],
): Gate {
  if (flags.failOn === 'new' && flags.against === undefined)
    throw new UsageError('--fail-on new needs --against: the run.json that tells what is not new');
  const write =
    flags.writeBaseline === true ? (flags.baseline ?? gate?.expectFile ?? DEFAULT_BASELINE) : flags.writeBaseline;
  const { expectFile } = gate ?? {};
  if (expectFile !== undefined && write === undefined && flags.baseline === undefined && !existsSync(expectFile))
    readBaseline(expectFile);
  const isNew = flags.baseline !== undefined && flags.baseline === write && !existsSync(flags.baseline);
  const written = flags.baseline === undefined ? (gate?.expect ?? []) : isNew ? [] : readBaseline(flags.baseline);
  const expected = written.map((entry) => ({ ...entry, check: currentId(entry.check) }));
  for (const { check } of expected) {
    if (!ids.includes(check))
      throw new UsageError(`the baseline names “${check}”, which is no check or journey${didYouMean(check, ids)}`);
  }
  for (const name of gate?.required ?? []) {
    const known = [...Object.keys(exercises), ...Object.keys(OFFERS), ...Object.keys(PRODUCT_FEATURES), ...ids];
    if (!known.includes(name))
      throw new UsageError(
        `“gate.required” names “${name}”, which is no exercise, feature, check or journey${didYouMean(name, known)}`,
      );
  }
  return {
    ...(checks === undefined ? {} : { set: { name: checks, known: setCalled(checks) } }),
    expected,
    ...(write === undefined ? {} : { write }),
    ...(flags.against === undefined ? {} : { against: readRun(flags.against) }),
    onlyNew: flags.failOn === 'new',
  };
}

function setCalled(name: string): ReadonlySet<string> {
  const names = setNames();
  if (!names.includes(name))
    throw new UsageError(
      `“checks” names the set “${name}”; known are ${names.map((one) => `"${one}"`).join(', ')}, in quotes`,
    );
  return new Set(readSet(name).map(currentId));
}

/** What stands for a feature that is required: every check and journey that needs it. */
function standIns(required: readonly string[], { checks, scenarios }: Graded): Asked['features'] {
  const needed = [
    ...checks.map(({ id, applies }) => ({ id, needs: applies?.needs ?? [] })),
    ...scenarios.map(({ id, needs = [] }) => ({ id, needs })),
  ];
  const isFeature = (name: string) => !(name in exercises) && (name in OFFERS || name in PRODUCT_FEATURES);
  const of = (name: string) => needed.filter(({ needs }) => needs.some((need) => need === name)).map(({ id }) => id);
  return Object.fromEntries(required.filter(isFeature).map((name) => [name, of(name)]));
}

type Graded = Pick<RunOptions, 'checks' | 'scenarios'>;

/** What the configuration asks of a run. */
export const askedBy = (gate: Config['gate'], graded: Graded): Asked => ({
  ...(gate?.failOn === 'should' ? { strict: true } : {}),
  ...(gate?.minJudged === undefined ? {} : { minJudged: gate.minJudged }),
  ...(gate?.maxUntestable === undefined ? {} : { maxUntestable: gate.maxUntestable }),
  ...(gate?.required.length ? { required: gate.required, features: standIns(gate.required, graded) } : {}),
});

/** The run as the gate sees it: what is known is excused; differences are told and written. */
export function settle(terminal: Terminal, run: Run, gate: Gate, folder: string, quiet = false): Run {
  const counted = gate.set ? frozenTo(run, gate.set.name, gate.set.known) : run;
  const known = excuse(counted, gate.expected);
  if (gate.write !== undefined) return writeBaseline(terminal, known, gate, gate.write);
  if (!gate.against) return known;
  const diff = diffOf(gate.against, known);
  if (!quiet) terminal.out(`${toDiffText(diff)}\n`);
  writeDiff(terminal, diff, folder);
  const told = { ...known, against: againstOf(diff) };
  return gate.onlyNew ? onlyWhatIsNew(told, diff, gate.against) : told;
}

/** What failed before is excused by that run; what was judged there and has no verdict now is lost. */
function onlyWhatIsNew(run: Run, { differences }: Diff, { startedAt }: Run): Run {
  const fresh = new Set(
    differences.filter(({ change }) => change === 'newly failing').map(({ result }) => result.source),
  );
  const lost = differences.filter(
    ({ change, now }) => change === 'no longer judged' && now !== undefined && now !== 'not-applicable',
  );
  const excuses = new Map<CheckResult | ScenarioResult, Excuse>();
  const old = { reason: `failed in the run of ${startedAt}, too` };
  for (const result of [...run.scenarios, ...run.checks]) {
    const isBad = result.verdict === 'fail' || result.verdict === 'warn';
    if (isBad && !fresh.has(result) && !result.excused) excuses.set(result, old);
  }
  const baseline = {
    stale: [],
    expired: [],
    ...run.baseline,
    lost: lost.map(({ result, where }) => `${result.id} ${where}`),
  };
  return { ...marked(run, excuses), baseline };
}

/** Writes the baseline that the run needs; then the run is told by it. */
function writeBaseline(terminal: Terminal, run: Run, { expected }: Gate, file: string): Run {
  const entries = baselineOf(run, expected);
  const why = putFile(dirname(file), basename(file), [baselineText(entries)]);
  terminal.err(
    why
      ? `openbell: cannot write the baseline ${file}: ${why}\n`
      : `openbell: ${file} holds ${plural(entries.length, 'known failure')} now; give each its reason\n`,
  );
  if (why) return run;
  const { baseline: _, ...bare } = run;
  return excuse(bare, entries);
}
