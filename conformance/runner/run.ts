import type { Run, Verdict } from '../run/model.ts';
import { takeBack } from '../stage/registered.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import { createHttp, createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { assemble, type TargetResults } from './assemble.ts';
import { type ControlBook, createControlBook } from './control-book.ts';
import { gradePart, type PartResults } from './grade-target.ts';
import type { RunOptions } from './options.ts';
import { partsOf } from './parts.ts';
import { prepare } from './prepare.ts';
import { checksOf, firstOf, selectScenarios } from './select.ts';
import { settle } from './settle.ts';
import { createWatch } from './watch.ts';

/**
 * How many checks run side by side: for a target at a distance, most of the time is waiting. Which request reaches a
 * seeded server first decides what it draws: a run that can be repeated goes one by one. So does one whose people are
 * few: they have one browser each.
 */
const SIDE_BY_SIDE = 6;

/** What the targets of a run share. */
interface Common {
  options: RunOptions;
  contexts: readonly TargetContext[];
  pool: ReturnType<typeof createPool>;
  secrets: Secrets;
  books: ControlBook[];
  report(id: string, verdict: Verdict, target: number): void;
}

/** What is to be graded on a target. */
type Catalogue = Pick<RunOptions, 'checks' | 'scenarios'>;

async function gradeTarget(common: Common, index: number): Promise<TargetResults> {
  const { options, contexts, pool, secrets, books, report } = common;
  const context = contexts[index]!;
  const { copies = [], ...target } = options.targets[index]!;
  const checks = checksOf(options, index);
  const can = (hook: string) => context.hookIndex?.hooks.includes(hook) ?? false;
  const handling = { clockIsMoved: can('clock'), isSetBack: can('reset') };
  const parts = partsOf(checks, selectScenarios(options), handling);
  const alone = options.seed !== undefined || !context.hookIndex?.hooks.includes('users');
  const watch = createWatch(() => books[index]!.close());
  const how = {
    book: books[index]!,
    atATime: alone ? 1 : SIDE_BY_SIDE,
    stopped: () => watch.lost() !== undefined || (options.signal?.aborted ?? false),
    watch,
    report: (id: string, verdict: Verdict) => report(id, verdict, index),
  };
  const results: PartResults[] = [];
  if (copies.length + 1 >= parts.length) {
    const work = parts.map(async (part, n) => {
      if (n === 0) return gradePart(part, context, how);
      const there = await prepare(options, { ...target, ...copies[n - 1]! }, pool, secrets);
      return gradePart(part, { ...there, survey: context.survey, scopes: context.scopes }, how);
    });
    results.push(...(await Promise.all(work)));
  } else {
    for (const part of parts) if (!how.stopped()) results.push(await gradePart(part, context, how));
  }
  await Promise.all(results.flatMap(({ waiting }) => waiting));
  how.book.close();
  const catalogue = { checks, scenarios: selectScenarios(options) };
  return { ...inOrder(results, context, catalogue), lost: watch.lost() };
}

/** The results of all parts, in catalogue order. */
function inOrder(results: PartResults[], context: TargetContext, catalogue: Catalogue): Omit<TargetResults, 'lost'> {
  const graded = new Map(results.flatMap(({ checks }) => checks).map((one) => [one.check.id, one]));
  const played = new Map(results.flatMap(({ scenarios }) => scenarios).map((one) => [one.scenario.id, one]));
  return {
    context,
    contexts: [...new Set(results.map((one) => one.context))],
    checks: catalogue.checks.flatMap(({ id }) => graded.get(id) ?? []),
    scenarios: catalogue.scenarios.flatMap(({ id }) => played.get(id) ?? []),
  };
}

/** Grades every target and returns the run. An aborted `signal` gives a valid run that says it is incomplete. */
export async function run(options: RunOptions): Promise<Run> {
  const began = performance.now();
  const pool = createPool(options.ca);
  const secrets = createSecrets();
  try {
    const { targets, contexts } = await settle(options, pool, secrets);
    const results = await gradeSettled({ ...options, targets }, contexts, pool, secrets);
    const http = createHttp(createRecorder(), pool, () => 'gateway');
    for (const { contexts: used } of results) for (const context of used) await takeBack(context, http);
    return assemble(options, results, secrets, performance.now() - began);
  } finally {
    await pool.destroy();
  }
}

function gradeSettled(
  options: RunOptions,
  contexts: readonly TargetContext[],
  pool: Common['pool'],
  secrets: Secrets,
): Promise<TargetResults[]> {
  const { targets } = options;
  const ids = targets.map((_, index) => checksOf(options, index).map(({ id }) => id));
  const total = ids.flat().length + targets.length * selectScenarios(options).length;
  const books: ControlBook[] = [];
  for (const [index, own] of ids.entries()) books.push(createControlBook(own, books[firstOf(targets, index)]));
  let done = 0;
  const report = (id: string, verdict: Verdict, target: number) =>
    options.onProgress?.({ done: ++done, total, id, verdict, target });
  // Nobody waits for a control that will not be graded any more.
  const letGo = () => {
    for (const book of books) book.close();
  };
  if (options.signal?.aborted) letGo();
  options.signal?.addEventListener('abort', letGo, { once: true });
  return gradeAll({ options, contexts, pool, secrets, books, report });
}

/** Targets that have copies stand by themselves and are graded side by side; eras of one URL share clients and take turns. */
async function gradeAll(common: Common): Promise<TargetResults[]> {
  const { targets, signal } = common.options;
  if (targets.every(({ copies }) => copies)) return Promise.all(targets.map((_, index) => gradeTarget(common, index)));
  const results: TargetResults[] = [];
  for (const index of targets.keys()) {
    if (signal?.aborted) break;
    const isLost = results.some(({ context, lost }) => lost !== undefined && context.mcpUrl === targets[index]!.url);
    if (!isLost) results.push(await gradeTarget(common, index));
  }
  return results;
}
