import { join } from 'node:path';
import { outcomeOf, toTable } from '../../reports/index.ts';
import { version } from '../files/package-root.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import type { Run } from '../run/model.ts';
import type { RunOptions } from '../runner/options.ts';
import { run } from '../runner/run.ts';
import { matches, selectChecks, selectScenarios } from '../runner/select.ts';
import { showProgress } from './progress.ts';
import { DEFAULT_OUT, parseReporters, prepareFolder, writeResults } from './result-files.ts';
import type { Terminal } from './terminal.ts';

/** Options that every grading command takes. */
export interface GradeFlags {
  only?: string[];
  skip?: string[];
  out?: string;
  reporter?: string;
  json?: boolean;
}

/** Grades, writes the results and says what came of it; returns the exit code. Ctrl-C still writes what there is. */
export async function grade(
  terminal: Terminal,
  flags: GradeFlags,
  options: Omit<RunOptions, 'version' | 'signal' | 'onProgress' | 'only' | 'skip'>,
): Promise<number> {
  const names = parseReporters(flags.reporter);
  const folder = flags.out ?? DEFAULT_OUT;
  assertSelection(flags, options);
  prepareFolder(folder);
  const interrupt = new AbortController();
  const listening = terminal.onInterrupt(() => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
    terminal.err('\nstopping after what is under way; once more to stop at once\n');
  });
  const progress = showProgress(terminal);
  try {
    const { only, skip } = flags;
    const selection = { ...(only ? { only } : {}), ...(skip ? { skip } : {}) };
    const { onProgress } = progress;
    const graded = await run({ ...options, ...selection, version, signal: interrupt.signal, onProgress });
    progress.end();
    return tell(terminal, graded, folder, names, flags.json);
  } finally {
    listening();
  }
}

/** Writes the results of a run and prints them; returns the exit code. */
export function tell(terminal: Terminal, graded: Run, folder: string, names: string[], json = false): number {
  const written = writeResults(graded, folder, names);
  if (json) terminal.out(`${JSON.stringify(graded, null, 1)}\n`);
  else terminal.out(toTable(graded, { colour: terminal.colour }));
  const html = join(folder, 'index.html');
  terminal[json ? 'err' : 'out'](`\nreport: ${written.includes(html) ? html : written.join(', ')}\n`);
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
