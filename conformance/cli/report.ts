import { mergeRuns } from '../run/merge.ts';
import type { Run } from '../run/model.ts';
import { readRun } from '../run/read.ts';
import { tell } from './grade.ts';
import { DEFAULT_OUT, parseReporters, prepareFolder } from './result-files.ts';
import type { Terminal } from './terminal.ts';

export interface ReportFlags {
  out?: string;
  reporter?: string;
  json?: boolean;
}

/** Renders runs again, several as one; the exit code is that of the run. */
export function report(terminal: Terminal, files: readonly string[], flags: ReportFlags): number {
  const names = parseReporters(flags.reporter);
  const runs = files.map(readRun) as [Run, ...Run[]];
  const folder = flags.out ?? DEFAULT_OUT;
  prepareFolder(folder);
  return tell(terminal, mergeRuns(runs), folder, names, flags.json);
}
