import { toBadge } from '../../reports/index.ts';
import { mergeRuns } from '../run/merge.ts';
import type { Run } from '../run/model.ts';
import { readRun } from '../run/read.ts';
import { type GateFlags, gateOf, settle } from './gate.ts';
import { tell } from './grade.ts';
import { DEFAULT_OUT, parseReporters, prepareFolder } from './result-files.ts';
import type { Terminal } from './terminal.ts';

export interface ReportFlags extends GateFlags {
  out?: string;
  reporter?: string;
  json?: boolean;
}

/** Renders runs again, several as one; the exit code is that of the run. */
export async function report(terminal: Terminal, files: readonly string[], flags: ReportFlags): Promise<number> {
  const formats = await parseReporters(flags.reporter, terminal.env);
  const runs = files.map(readRun) as [Run, ...Run[]];
  const folder = flags.out ?? DEFAULT_OUT;
  const merged = mergeRuns(runs);
  const own = [...merged.checks, ...merged.scenarios].map(({ id }) => id);
  const ids = flags.baseline === undefined ? own : [...own, ...(await catalogueIds())];
  const gate = gateOf(flags, {}, ids);
  prepareFolder(folder);
  return tell(terminal, settle(terminal, merged, gate, folder, flags.json), folder, formats, flags.json);
}

/** What a baseline may name though these runs do not hold it. The catalogue takes a while to load. */
async function catalogueIds(): Promise<string[]> {
  const [{ checks }, { loadScenarios }] = await Promise.all([
    import('../checks/index.ts'),
    import('../scenarios/load.ts'),
  ]);
  return [...checks, ...loadScenarios()].map(({ id }) => id);
}

/** Prints the verdict of a run as an SVG. The run decides no exit code here: a badge of a failing run is a badge. */
export function badge(terminal: Terminal, file: string): number {
  terminal.out(toBadge(readRun(file)));
  return 0;
}
