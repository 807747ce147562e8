import { mapAtATime } from '../help/at-a-time.ts';
import { IncompleteError } from '../help/failures.ts';
import type { Run, Verdict } from '../run/model.ts';
import { deleteKeys } from '../stage/keys.ts';
import { takeBack } from '../stage/registered.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import { BUDGET } from '../wire/budget.ts';
import { createHttp, createPool, type Pool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { whyNot } from './applies.ts';
import { assemble, createDrafts, type TargetResults } from './assemble.ts';
import { conclude } from './conclude.ts';
import { type ControlBook, createControlBook } from './control-book.ts';
import { gradePart, type PartResults } from './grade-target.ts';
import { createLookout, type Lookout } from './observe.ts';
import type { RunOptions } from './options.ts';
import { type Part, partsOf } from './parts.ts';
import { checksOf, firstOf, selectScenarios } from './select.ts';
import { settle } from './settle.ts';
import { createWatch } from './watch.ts';

/**
 * How many checks run side by side: for a target at a distance, most of the time is waiting. Which request reaches a
 * seeded server first decides what it draws: a run that can be repeated goes one by one. So does whatever signs somebody
 * in where people are few: they have one browser each.
 */
const SIDE_BY_SIDE = 6;
/** The same for a stack of our own: so few keep both threads busy, and more of them only sign more people in. */
const AT_HOME = 4;

/** What the targets of a run share. */
interface Common {
  options: RunOptions;
  contexts: readonly TargetContext[];
  pool: Pool;
  secrets: Secrets;
  books: ControlBook[];
  lookout: Lookout;
  /** What was graded so far, by target. */
  live: Map<number, Live>;
  report(id: string, verdict: Verdict, target: number): void;
}

/** A target that is being graded. */
interface Live {
  context: TargetContext;
  /** Of checks and journeys, as the catalogue has them. */
  ids: { checks: string[]; scenarios: string[] };
  parts: PartResults[];
  lost(): string | undefined;
}

async function gradeTarget(common: Common, index: number): Promise<TargetResults> {
  const { options, contexts, pool, books, lookout, live, report } = common;
  const context = contexts[index]!;
  const checks = checksOf(options, index);
  const can = (hook: string) => context.hookIndex?.hooks.includes(hook) ?? false;
  const handling = { clockIsMoved: can('clock'), isSetBack: can('reset'), waits: (options.patience ?? 0) > 0 };
  const parts = partsOf(checks, selectScenarios(options), handling);
  const isAlone = !can('users');
  const isOurs = options.targets[index]!.standsAlone ?? false;
  const most = isOurs ? AT_HOME : SIDE_BY_SIDE;
  const watch = createWatch(pool, () => books[index]!.close());
  const results: PartResults[] = [];
  const ids = { checks: checks.map(({ id }) => id), scenarios: selectScenarios(options).map(({ id }) => id) };
  const own: Live = { context, ids, parts: results, lost: watch.lost };
  live.set(index, own);
  const how = {
    book: books[index]!,
    atATime: (part: Part) => (options.seed !== undefined || (isAlone && !part.spendsNothing) ? 1 : most),
    settled: () => Promise.all(results.flatMap(({ waiting }) => waiting)),
    stopped: () => watch.lost() !== undefined || (options.signal?.aborted ?? false),
    watch,
    lookout,
    report: (id: string, verdict: Verdict) => report(id, verdict, index),
    begun: (part: PartResults) => void results.push(part),
  };
  for (const [n, part] of parts.entries())
    if (!how.stopped()) await gradePart(part, context, { ...how, isUntouched: isOurs && n === 0 });
  await how.settled();
  how.book.close();
  return inOrder(own);
}

/** The results of all parts, in catalogue order. */
function inOrder({ context, ids, parts, lost }: Live): TargetResults {
  const graded = new Map(parts.flatMap(({ checks }) => checks).map((one) => [one.check.id, one]));
  const played = new Map(parts.flatMap(({ scenarios }) => scenarios).map((one) => [one.scenario.id, one]));
  return {
    context,
    checks: ids.checks.flatMap((id) => graded.get(id) ?? []),
    scenarios: ids.scenarios.flatMap((id) => played.get(id) ?? []),
    lost: lost(),
  };
}

const byTarget = (live: Common['live']): TargetResults[] =>
  [...live].sort(([a], [b]) => a - b).map(([, one]) => inOrder(one));

/** The same when all is over: whoever looks on is judged, by target, by what all exchanges showed. */
function concluded(live: Common['live'], targets: RunOptions['targets']) {
  const all = [...live]
    .sort(([a], [b]) => a - b)
    .map(([index, one]) => ({ index, gateway: firstOf(targets, index), result: inOrder(one) }));
  return all.map(({ index, gateway, result }) => {
    const ofIt = all.filter((other) => other.gateway === gateway).map((other) => other.result);
    return { index, result, judged: conclude(result, ofIt) };
  });
}

/** Settles so many milliseconds after the run was interrupted, whatever is still under way. */
const afterInterrupt = (signal: AbortSignal | undefined, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const wait = () => setTimeout(resolve, milliseconds).unref();
    if (signal?.aborted) wait();
    signal?.addEventListener('abort', wait, { once: true });
  });

/** Grades every target and returns the run. An aborted `signal` gives a valid run that says it is incomplete. */
export async function run(options: RunOptions): Promise<Run> {
  const began = performance.now();
  const { ca, budget, guard, signal } = options;
  const pool = createPool(ca, { budget, guard, signal });
  const secrets = createSecrets(options.secretMembers);
  const live: Common['live'] = new Map();
  let graded = options.targets;
  const end = Promise.race([
    (async () => {
      const { targets, contexts } = await settle(options, pool, secrets);
      graded = targets;
      // A run that is interrupted before it came to grading tells what it was about.
      for (const [index, context] of contexts.entries())
        if (signal?.aborted)
          live.set(index, { context, ids: { checks: [], scenarios: [] }, parts: [], lost: () => undefined });
      await gradeSettled({ ...options, targets }, contexts, pool, secrets, live, began);
    })().catch((error) => {
      // What breaks off because everything is let go is no error of anybody's.
      if (!signal?.aborted) throw error;
    }),
    afterInterrupt(signal, pool.budget.farewell),
  ]);
  try {
    await end;
    const results = concluded(live, graded).map(({ result }) => result);
    if (results.length === 0) throw new IncompleteError('The run was interrupted before anything was graded.');
    await sayFarewell(options, results);
    await options.letGo?.();
    return assemble(options, results, secrets, performance.now() - began);
  } finally {
    await pool.destroy();
  }
}

/** Takes back what was registered or made, and keeps nobody waiting for it who wants to leave or whom the target keeps waiting. */
async function sayFarewell({ ca, budget, guard, signal }: RunOptions, results: readonly TargetResults[]) {
  const isInHaste = signal?.aborted || results.some(({ lost }) => lost !== undefined);
  const { farewell, whole } = { ...BUDGET, ...budget };
  const pool = createPool(ca, { budget, guard, signal: AbortSignal.timeout(isInHaste ? farewell : whole) });
  const http = createHttp(createRecorder(), pool, () => 'gateway');
  try {
    const contexts = results.map(({ context }) => context);
    await Promise.all(contexts.map((context) => takeBack(context, http)));
    for (const context of contexts) await deleteKept({ ...context, pool });
  } finally {
    await pool.destroy();
  }
}

/** The keys that checks shared. */
async function deleteKept(context: TargetContext): Promise<void> {
  const { keys, ledger } = createWorld(context, { id: 'keys' }, createRecorder());
  await deleteKeys(context, keys, ledger);
}

async function gradeSettled(
  options: RunOptions,
  contexts: readonly TargetContext[],
  pool: Pool,
  secrets: Secrets,
  live: Common['live'],
  began: number,
): Promise<void> {
  const { targets } = options;
  const ids = targets.map((_, index) => checksOf(options, index).map(({ id }) => id));
  const total = ids.flat().length + targets.length * selectScenarios(options).length;
  const books: ControlBook[] = [];
  for (const [index, own] of ids.entries()) books.push(createControlBook(own, books[firstOf(targets, index)]));
  let done = 0;
  const drafts = createDrafts(options, secrets);
  const soFar = () => assemble(options, byTarget(live), secrets, performance.now() - began, drafts);
  const report = (id: string, verdict: Verdict, target: number) => {
    options.onProgress?.({ done: ++done, total, id, verdict, target });
    options.onResult?.(soFar);
  };
  // Nobody waits for a control that will not be graded any more.
  const letGo = () => {
    for (const book of books) book.close();
  };
  if (options.signal?.aborted) letGo();
  options.signal?.addEventListener('abort', letGo, { once: true });
  pool.breaker.tryOnceMore();
  const lookout = await createLookout(targets.flatMap((_, index) => checksOf(options, index)));
  await gradeAll({ options, contexts, pool, secrets, books, lookout, live, report });
  for (const { index, judged } of concluded(live, targets))
    for (const one of judged) report(one.check.id, one.verdict, index);
}

/** More targets side by side than keep suite and servers busy only share the time among them. */
const TARGETS_AT_ONCE = 6;

/** The targets by how much applies to them, the most first: what is left over in the end has nobody beside it. */
function longestFirst({ options, contexts }: Common): number[] {
  const sizes = contexts.map(
    (context, index) => checksOf(options, index).filter(({ applies, per }) => !whyNot(applies, context, per)).length,
  );
  return [...contexts.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
}

/** Targets that stand alone are graded side by side; eras of one URL share clients and take turns. */
async function gradeAll(common: Common): Promise<void> {
  const { targets, signal } = common.options;
  if (targets.every(({ standsAlone }) => standsAlone)) {
    await mapAtATime(TARGETS_AT_ONCE, longestFirst(common), (index) => gradeTarget(common, index));
    return;
  }
  const results: TargetResults[] = [];
  for (const index of targets.keys()) {
    if (signal?.aborted) break;
    const isLost = results.some(({ context, lost }) => lost !== undefined && context.mcpUrl === targets[index]!.url);
    if (!isLost) results.push(await gradeTarget(common, index));
  }
}
