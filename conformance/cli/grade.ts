import { join } from 'node:path';
import { outcomeOf, pipelineOf, toAnnotations, toTable } from '../../reports/index.ts';
import { version } from '../files/package-root.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { writeRun } from '../run/encode.ts';
import type { Run, Target } from '../run/model.ts';
import type { RunOptions } from '../runner/options.ts';
import { run } from '../runner/run.ts';
import { matches, selectChecks, selectScenarios } from '../runner/select.ts';
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
}

/** What a command has done already, and has to be done in the end. */
export interface Given {
  /** What the run is held against. */
  gate?: Gate;
  begun?: Draft;
  letGo?: () => Promise<void>;
  /** The line of the configuration that speaks of the targets. */
  configured?: Target['configured'];
}

/**
 * Grades, writes the results and says what came of it; returns the exit code. Ctrl-C still writes what there is. `letGo`
 * is called before reports are made: servers of ours would only keep the memory that reports take.
 */
export async function grade(
  terminal: Terminal,
  flags: GradeFlags,
  options: Omit<RunOptions, 'version' | 'onProgress' | 'onResult' | 'only' | 'skip'>,
  { gate, begun, letGo, configured }: Given = {},
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
    const { only, skip, strict, minJudged } = flags;
    const selection = { ...(only ? { only } : {}), ...(skip ? { skip } : {}) };
    const asked = { ...options.asked, ...(strict ? { strict } : {}), ...(minJudged ? { minJudged } : {}) };
    const what = { onProgress: progress.onProgress, onResult: draft.grew, version, signal };
    const graded = await run({ ...options, ...selection, asked, ...what });
    progress.end();
    await letGo?.();
    draft.close();
    if (configured) graded.targets = graded.targets.map((target) => ({ ...target, configured }));
    const settled = gate ? settle(terminal, graded, gate, folder, flags.json) : graded;
    return tell(terminal, settled, folder, formats, flags.json);
  } finally {
    draft.close();
    interrupt?.over();
  }
}

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
    if (ids.some((id) => matches(id, pattern))) continue;
    const words = [...ids, ...ids.map((id) => id.split('/')[0]!)];
    throw new UsageError(`“${pattern}” names no check, scenario or exercise${didYouMean(pattern, words)}`);
  }
  const selection = { only, skip, checks, scenarios };
  if (selectChecks(selection).length + selectScenarios(selection).length > 0) return;
  throw new UsageError('--only and --skip together leave nothing to grade');
}
