import { checks } from '../checks/index.ts';
import { loadConfig } from '../config/config.ts';
import { mapAtATime } from '../help/at-a-time.ts';
import { UsageError } from '../help/failures.ts';
import { mergeRuns } from '../run/merge.ts';
import type { Run } from '../run/model.ts';
import { readRun } from '../run/read.ts';
import { visibleLine } from '../run/visible.ts';
import type { Progress, RunOptions } from '../runner/options.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { isShort } from '../wire/secrets.ts';
import { type Draft, emptyRun, openDraft } from './draft.ts';
import { spareMemory } from './engine.ts';
import { gateOf, settle } from './gate.ts';
import { assertSelection, tell } from './grade.ts';
import { type CheckFlags, gradeTarget, recordOf } from './grade-target.ts';
import { listenForInterrupt } from './interrupt.ts';
import { meansOf } from './means.ts';
import { plan } from './plan.ts';
import { showProgress } from './progress.ts';
import { DEFAULT_OUT, parseReporters, prepareFolder } from './result-files.ts';
import { type CheckTarget, targetsOf } from './targets.ts';
import type { Terminal } from './terminal.ts';

/** Grades the gateway at `url`, or those that the configuration names, with every check and scenario. */
export const check = (terminal: Terminal, url: string | undefined, flags: CheckFlags): Promise<number> =>
  gradeUrl(terminal, url, flags, { checks, scenarios: loadScenarios() });

/** How many targets are graded side by side. */
const AT_A_TIME = 8;

/** Grades gateways that are only URLs. One that cannot be graded still gets a report that says why; exit code 3. */
export async function gradeUrl(
  terminal: Terminal,
  asked: string | undefined,
  given: CheckFlags,
  what: Pick<RunOptions, 'checks' | 'scenarios' | 'budget' | 'guard'>,
): Promise<number> {
  const config = loadConfig(given.config, terminal.env);
  const targets = targetsOf(asked, config);
  if (given.plan) return plan(terminal, targets, given, what);
  const out = given.out ?? config.out ?? DEFAULT_OUT;
  const flags = { ...given, out };
  const reporters = await parseReporters(flags.reporter, terminal.env);
  assertSelection(flags, what);
  const catalogue = [...checks, ...loadScenarios(), ...what.scenarios].map(({ id }) => id);
  const gate = gateOf(flags, config, catalogue);
  // Read before the folder is cleared: it may stand there.
  const resumed = flags.resume === undefined ? undefined : unfinished(flags.resume, targets);
  prepareFolder(out);
  spareMemory();
  const startedAt = new Date().toISOString();
  const ready = targets.map((target) => ({ target, means: meansOf(flags, target.config, terminal.env) }));
  for (const user of new Set(ready.flatMap(({ means }) => means.users ?? []))) sayWhatIsShort(terminal, user);
  const draft = openDraft(
    out,
    reporters,
    emptyRun(
      targets.map((target) => recordOf(target, flags)),
      startedAt,
      what,
    ),
  );
  const { signal, over } = listenForInterrupt(terminal, flags.timeout);
  const progress = showProgress(terminal);
  const began = performance.now();
  try {
    const tellers = together(targets.length, progress.onProgress, draft.grew);
    const jobs = ready.map((one, at) => ({ ...one, ...tellers[at]! }));
    const context = { terminal, flags, what, startedAt, signal, against: gate.against, resumed };
    const runs = await mapAtATime(AT_A_TIME, jobs, (job) => gradeTarget(job, context));
    progress.end();
    draft.close();
    const run = mergeRuns(runs as [Run, ...Run[]]);
    if (runs.length > 1) run.durationMs = Math.round(performance.now() - began);
    return tell(terminal, settle(terminal, run, gate, out, flags.json), out, reporters, flags.json);
  } finally {
    draft.close();
    over();
  }
}

/** What is told of several targets while they are graded, as if they were one run. */
function together(targets: number, onProgress: (event: Progress) => void, grew: Draft['grew']) {
  const events = new Map<number, Progress>();
  const runs = new Map<number, () => Run>();
  const sum = (of: 'done' | 'total') => [...events.values()].reduce((all, event) => all + event[of], 0);
  return Array.from({ length: targets }, (_, at) => ({
    onProgress(event: Progress) {
      events.set(at, event);
      onProgress({ ...event, done: sum('done'), total: sum('total') });
    },
    onResult(soFar: () => Run) {
      runs.set(at, soFar);
      grew(() => mergeRuns([...runs.values()].map((make) => make()) as [Run, ...Run[]]));
    },
  }));
}

/** A run of this target that was interrupted. */
function unfinished(file: string, targets: readonly CheckTarget[]): Run {
  const [one, ...others] = targets;
  if (others.length > 0) throw new UsageError('--resume goes on with one target: give its name');
  const run = readRun(file);
  if (run.complete) throw new UsageError(`${file} is complete: there is nothing to resume`);
  if (run.targets.every((target) => target.url !== one!.url))
    throw new UsageError(`${file} is about ${run.targets[0]?.url ?? 'nothing'}, not about ${one!.url}`);
  return run;
}

/** A password of few letters may stand in any text: who reads a report is told. */
function sayWhatIsShort(terminal: Terminal, { email, password }: { email: string; password: string }): void {
  if (!isShort(password)) return;
  terminal.err(
    `openbell: the password of ${visibleLine(email)} is shorter than 8 characters: reports hide it where it stands by itself, and cannot where it is part of a longer word\n`,
  );
}
