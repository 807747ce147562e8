import { join } from 'node:path';
import { outcomeOf, pipelineOf, toAnnotations, toTable } from '../../reports/index.ts';
import { version } from '../files/package-root.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { writeRun } from '../run/encode.ts';
import { mergeRuns } from '../run/merge.ts';
import type { Run, Shard, Verdict } from '../run/model.ts';
import { shardOf } from '../run/shard.ts';
import type { RunOptions } from '../runner/options.ts';
import { run } from '../runner/run.ts';
import { exerciseOf, matcherOf, selectChecks, selectScenarios } from '../runner/select.ts';
import { type Draft, emptyRun, openDraft } from './draft.ts';
import { spareMemory } from './engine.ts';
import { type Gate, settle } from './gate.ts';
import { listenForInterrupt } from './interrupt.ts';
import { showProgress } from './progress.ts';
import { DEFAULT_OUT, type NamedReporter, parseReporters, prepareFolder, writeResults } from './result-files.ts';
import type { Terminal } from './terminal.ts';

/** Options that every grading command takes. */
export interface GradeFlags {
  only?: string[];
  skip?: string[];
  out?: string;
  reporter?: string;
  json?: boolean;
  /** Warnings fail. */
  strict?: boolean;
  /** The part of what applies that has to be judged for the exit code 0. */
  minJudged?: number;
  /** Grade one part of the whole. */
  shard?: Pick<Shard, 'index' | 'of'>;
}

/** What a command has done already, and has to be done in the end. */
export interface Given {
  /** What the run is held against. */
  gate?: Gate;
  begun?: Draft;
}

/**
 * Grades, writes the results and says what came of it; returns the exit code. Ctrl-C still writes what there is.
 */
export async function grade(
  terminal: Terminal,
  flags: GradeFlags,
  options: Omit<RunOptions, 'version' | 'onProgress' | 'onResult' | 'only' | 'skip'>,
  { gate, begun }: Given = {},
): Promise<number> {
  const formats = await parseReporters(flags.reporter, terminal.env);
  const folder = flags.out ?? DEFAULT_OUT;
  assertSelection(flags, options);
  prepareFolder(folder);
  spareMemory();
  const draft = begun ?? openDraft(folder, formats, emptyRun(targetsOf(options), options.startedAt, options));
  const interrupt = options.signal ? undefined : listenForInterrupt(terminal);
  const signal = options.signal ?? interrupt!.signal;
  const progress = showProgress(terminal);
  try {
    const told = { onProgress: progress.onProgress, onResult: draft.grew, signal };
    const graded = await gradeQuietly(flags, { ...options, ...told }, gate?.against);
    progress.end();
    draft.close();
    const settled = gate ? settle(terminal, graded, gate, folder, flags.json) : graded;
    return tell(terminal, settled, folder, formats, flags.json);
  } finally {
    draft.close();
    interrupt?.over();
  }
}

/** Writes the results of a run that was interrupted before there was anything to ask; returns the exit code. */
export async function leaveUndone(
  terminal: Terminal,
  flags: GradeFlags,
  options: Pick<RunOptions, 'targets' | 'checks' | 'scenarios'>,
): Promise<number> {
  const formats = await parseReporters(flags.reporter, terminal.env);
  const folder = flags.out ?? DEFAULT_OUT;
  assertSelection(flags, options);
  prepareFolder(folder);
  const startedAt = new Date().toISOString();
  const nothing = emptyRun(targetsOf(options), startedAt, options, 'the run was interrupted before it began');
  openDraft(folder, formats, nothing).close();
  return tell(terminal, nothing, folder, formats, flags.json);
}

/** Grades, and tells nobody: one part of it with `--shard`, and what a run that was interrupted left open. */
export async function gradeQuietly(
  flags: GradeFlags,
  options: Omit<RunOptions, 'version' | 'only' | 'skip'>,
  against?: Run,
  resumed?: Run,
): Promise<Run> {
  const { only, skip, strict, minJudged } = flags;
  const part = partOf(flags, options, against, resumed);
  const selection = part ? { only: part.only } : { ...(only ? { only } : {}), ...(skip ? { skip } : {}) };
  const asked = { ...options.asked, ...(strict ? { strict } : {}), ...(minJudged ? { minJudged } : {}) };
  const graded = await run({ ...options, ...selection, asked, version });
  if (part?.shard) graded.shard = part.shard;
  return resumed ? mergeRuns([asFinished(resumed), graded], part?.ids) : graded;
}

/** The ids to grade where that is not all of them, with those that look on: they judge every exchange there is. */
function partOf(
  flags: GradeFlags,
  options: Pick<RunOptions, 'checks' | 'scenarios'>,
  before: Run | undefined,
  resumed: Run | undefined,
): { only: string[]; ids: string[]; shard?: Shard } | undefined {
  if (!flags.shard && !resumed) return undefined;
  const selection = { ...options, only: flags.only ?? [], skip: flags.skip ?? [] };
  const chosen = selectChecks(selection);
  const ids = [...chosen, ...selectScenarios(selection)].map(({ id }) => id);
  const lookers = chosen.filter(({ observes }) => observes).map(({ id }) => id);
  const open = ids.filter((id) => !lookers.includes(id) && !(resumed && isDone(resumed, id)));
  if (resumed && open.length === 0) throw new UsageError('nothing is left of that run to be resumed');
  if (!flags.shard) return { only: [...open, ...lookers], ids };
  const times = new Map<string, number>();
  for (const { id, durationMs } of [...(before?.checks ?? []), ...(before?.scenarios ?? [])])
    times.set(id, (times.get(id) ?? 0) + durationMs);
  const own = shardOf(
    open.map((id) => ({ id, ms: times.get(id) })),
    flags.shard,
  );
  if (own.length === 0) throw new UsageError(`there is less to grade than ${flags.shard.of} shards`);
  return { only: [...own, ...lookers], ids, shard: { ...flags.shard, ids } };
}

/** Whether a run holds a result of its own for this in each target. */
const isDone = ({ targets, checks, scenarios }: Run, id: string): boolean =>
  targets.every((_, at) =>
    [...checks, ...scenarios].some(
      (one) => one.id === id && one.target === at && one.verdict !== 'error' && one.verdict !== 'blocked',
    ),
  );

/** What an interrupted run holds counts; that it was interrupted is over. */
const asFinished = (run: Run): Run => ({
  ...run,
  complete: true,
  checks: run.checks.filter(isKept),
  scenarios: run.scenarios.filter(isKept),
});

const isKept = ({ verdict }: { verdict: Verdict }): boolean => verdict !== 'error' && verdict !== 'blocked';

const targetsOf = ({ targets }: Pick<RunOptions, 'targets'>) =>
  targets.map(({ url, profile, era }) => ({ url, profile: profile ?? 'none', eras: [era] }));

/**
 * Prints what a run came to, then writes the results; returns the exit code. The verdict decides it and nothing else: a
 * disk that is full takes files away, and no failure.
 */
export function tell(
  terminal: Terminal,
  graded: Run,
  folder: string,
  formats: readonly NamedReporter[],
  json = false,
): number {
  if (json) terminal.out(writeRun(graded));
  else terminal.out(toTable(graded, { colour: terminal.colour }));
  const pipeline = pipelineOf(terminal.env);
  // Pipelines read both streams; data goes alone on the first.
  if (pipeline) terminal[json ? 'err' : 'out'](toAnnotations(graded, pipeline));
  const { written, trouble } = writeResults(graded, folder, formats);
  const html = join(folder, 'index.html');
  const say = terminal[json ? 'err' : 'out'];
  if (written.length > 0) say(`\nreport: ${written.includes(html) ? html : written.join(', ')}\n`);
  if (trouble) terminal.err(`openbell: ${trouble}\n`);
  return outcomeOf(graded).exitCode;
}

/** Refuses a selection that names what is not there, or that leaves nothing. */
export function assertSelection(
  { only = [], skip = [] }: GradeFlags,
  { checks, scenarios }: Pick<RunOptions, 'checks' | 'scenarios'>,
): void {
  const ids = [...checks, ...scenarios].map((one) => one.id);
  for (const pattern of [...only, ...skip]) {
    if (ids.some(matcherOf([pattern]))) continue;
    const words = [...ids, ...ids.map(exerciseOf)];
    throw new UsageError(`“${pattern}” names no check, scenario or exercise${didYouMean(pattern, words)}`);
  }
  const selection = { only, skip, checks, scenarios };
  if (selectChecks(selection).length + selectScenarios(selection).length > 0) return;
  throw new UsageError('--only and --skip together leave nothing to grade');
}
