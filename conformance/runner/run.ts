import { randomBytes } from 'node:crypto';
import { createFormUserAgent } from '../browsers/form.ts';
import type { ProfileId } from '../profiles/index.ts';
import { PROFILES } from '../profiles/index.ts';
import type { Run, Verdict } from '../run/model.ts';
import { PATIENCE, REGISTRATIONS } from '../stage/patience.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Check } from '../vocabulary/check.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import { createHttp, createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { findHooks } from '../wire/test-hooks.ts';
import { assemble, type TargetResults } from './assemble.ts';
import { type GradedCheck, gradeCheck } from './grade-check.ts';
import { type GradedScenario, gradeScenario } from './grade-scenario.ts';
import { offersOf } from './offers.ts';
import type { RunOptions, RunTarget } from './options.ts';
import { checksOf, selectScenarios } from './select.ts';

/**
 * How many checks run side by side: for a target at a distance, most of the time is waiting. A seeded run is against
 * servers in this very process, where side by side gains little, and must take place in the same order every time.
 */
const SIDE_BY_SIDE = 6;

/** Asks a target what its hooks are and gathers what checks of it share, with an `earlier` era of the same URL, too. */
export async function prepare(
  options: RunOptions,
  target: RunTarget,
  pool: ReturnType<typeof createPool>,
  secrets: Secrets,
  earlier?: TargetContext,
): Promise<TargetContext> {
  const probe = createHttp(createRecorder(), pool, () => 'harness');
  secrets.note('hooks_token', target.hooks?.token);
  const hookIndex = target.hooks ? await findHooks(probe, target.hooks) : undefined;
  const promised = target.profile ?? hookIndex?.profile;
  const profile = promised && Object.hasOwn(PROFILES, promised) ? PROFILES[promised as ProfileId] : undefined;
  return {
    mcpUrl: target.url,
    era: target.era,
    profile,
    pool,
    secrets,
    hookAccess: hookIndex ? target.hooks : undefined,
    hookIndex,
    users: options.users ?? [],
    signInOrigins: options.signInOrigins ?? [],
    clients: options.clients ?? [],
    scopes: { ...profile?.scopes, ...options.scopes },
    createUserAgent: options.createUserAgent ?? createFormUserAgent,
    sharedClients: earlier?.sharedClients ?? new Map(),
    regulars: [],
    lent: new Map(),
    shared: new Map(),
    memories: earlier?.memories ?? new Map(),
    registrations: hookIndex?.hooks.includes('reset') ? undefined : (earlier?.registrations ?? { left: REGISTRATIONS }),
    sideEffects: new Map(),
    patience: earlier?.patience ?? { left: PATIENCE },
    seed: options.seed ?? randomBytes(16).toString('hex'),
  };
}

async function sideBySide<T>(lanesWanted: number, jobs: readonly T[], work: (job: T) => Promise<void>): Promise<void> {
  const queue = [...jobs];
  const lanes = Array.from({ length: Math.min(lanesWanted, queue.length) }, async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(job);
  });
  await Promise.all(lanes);
}

/** Back to the seeded state, where the target has the hook; what was shared is gone then. */
async function startOver(context: TargetContext): Promise<void> {
  if (!context.hookIndex?.hooks.includes('reset')) return;
  await createWorld(context, { id: 'reset' }, createRecorder()).hooks.reset();
  context.sharedClients.clear();
  context.regulars = [];
  context.lent.clear();
  context.shared.clear();
}

/** Checks that use up a limit come last: at a gateway that counts wrongly they would be in the way of the others. */
const limitsLast = (checks: readonly Check[]): Check[] => {
  const usesUp = (check: Check) => Number(check.judges === 'limits');
  return checks.toSorted((a, b) => usesUp(a) - usesUp(b));
};

async function gradeTarget(
  options: RunOptions,
  context: TargetContext,
  index: number,
  report: (id: string, verdict: Verdict, target: number) => void,
): Promise<TargetResults> {
  await startOver(context);
  const discovery = await createWorld(context, { id: 'survey', judges: 'discovery' }, createRecorder())
    .discovery()
    .catch(() => undefined);
  const offers = offersOf(discovery, context);
  const checks = checksOf(options, index);
  const graded = new Map<string, GradedCheck>();
  const stopped = () => options.signal?.aborted ?? false;
  const run = async (check: Check) => {
    if (stopped()) return;
    const result = await gradeCheck(check, context, offers);
    graded.set(check.id, result);
    report(check.id, result.verdict, index);
  };
  // Which request reaches a seeded server first decides what it draws: a run that can be repeated goes one by one.
  // So does one whose people are few: they have one browser each.
  const alone = options.seed !== undefined || !context.hookIndex?.hooks.includes('users');
  await sideBySide(alone ? 1 : SIDE_BY_SIDE, limitsLast(checks.filter((check) => check.lane !== 'exclusive')), run);
  for (const check of checks.filter((one) => one.lane === 'exclusive')) {
    if (!stopped()) await startOver(context);
    await run(check);
  }
  const scenarios: GradedScenario[] = [];
  for (const scenario of selectScenarios(options)) {
    if (stopped()) break;
    await startOver(context);
    const result = await gradeScenario(scenario, context, offers);
    scenarios.push(result);
    report(scenario.id, result.verdict, index);
  }
  return { context, offers, checks: checks.flatMap((check) => graded.get(check.id) ?? []), scenarios };
}

/** Grades every target and returns the run. An aborted `signal` gives a valid run that says it is incomplete. */
export async function run(options: RunOptions): Promise<Run> {
  const began = performance.now();
  const pool = createPool();
  const secrets = createSecrets();
  const scenarioCount = selectScenarios(options).length;
  const counts = options.targets.map((_, index) => checksOf(options, index).length + scenarioCount);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const report = (id: string, verdict: Verdict, target: number) =>
    options.onProgress?.({ done: ++done, total, id, verdict, target });
  const results: TargetResults[] = [];
  try {
    for (const [index, target] of options.targets.entries()) {
      if (options.signal?.aborted) break;
      const earlier = results.find(({ context }) => context.mcpUrl === target.url)?.context;
      const context = await prepare(options, target, pool, secrets, earlier);
      results.push(await gradeTarget(options, context, index, report));
    }
  } finally {
    await pool.destroy();
  }
  return assemble(options, results, secrets, performance.now() - began);
}
