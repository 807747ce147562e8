import { readFileSync } from 'node:fs';
import { UsageError } from '../failures.ts';
import type { Run } from '../run-model.ts';
import { tell } from './grade.ts';
import { mergeRuns } from './merge-runs.ts';
import { DEFAULT_OUT, parseReporters } from './result-files.ts';
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
  return tell(terminal, mergeRuns(runs), flags.out ?? DEFAULT_OUT, names, flags.json);
}

function readRun(file: string): Run {
  let run: Partial<Run> | null;
  try {
    run = JSON.parse(readFileSync(file, 'utf8')) as Partial<Run> | null;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code;
    const why = missing === 'ENOENT' ? 'there is no such file' : missing ? (error as Error).message : 'it is not JSON';
    throw new UsageError(`cannot read ${file}: ${why}; give a run.json that openbell wrote`);
  }
  if (run?.schema !== 'openbell.run/1') {
    throw new UsageError(
      `${file} is not a run of openbell: its “schema” is ${JSON.stringify(run?.schema)}, not "openbell.run/1"`,
    );
  }
  const lists = ['targets', 'checks', 'scenarios', 'exchanges', 'coverage', 'ledger'] as const;
  const damaged = lists.find((name) => !Array.isArray(run[name]));
  if (damaged || !run.summary) throw new UsageError(`${file} is damaged: “${damaged ?? 'summary'}” is missing`);
  return run as Run;
}
