import type { StepResult, Verdict } from '../run/model.ts';
import { fillPlaces, showPlaces } from '../scenarios/places.ts';
import type { Scenario, Step } from '../scenarios/scenario.ts';
import { createStage, type Stage } from '../scenarios/stage.ts';
import { difference, expectedOf, tellFacts } from '../scenarios/step.ts';
import { steps } from '../scenarios/steps/index.ts';
import { watchForSleep } from '../stage/doubt.ts';
import { pause } from '../stage/patience.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Means } from '../vocabulary/means.ts';
import type { Outcome } from '../vocabulary/verdict.ts';
import type { World } from '../vocabulary/world.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { whyNot } from './applies.ts';
import { outcomeOf } from './grade-check.ts';
import {
  appliesTo,
  asksForTheFirstTime,
  looksAtTheWayIn,
  meansLacking,
  secondsOf,
  untilFull,
} from './journey-needs.ts';
import { type Finding, JOURNEY, judge } from './judge.ts';
import { unlessItWasGivenNoMessage } from './no-message.ts';
import type { Tallies } from './observe.ts';

/** What one scenario came to on one target, before it is put into a run. */
export interface GradedScenario {
  scenario: Scenario;
  outcome: Outcome;
  verdict: Verdict;
  reason?: string;
  missing?: Means | undefined;
  blockedBy?: string | undefined;
  blockedAt?: string | undefined;
  steps: StepResult[];
  recorder: Recorder;
  /** What others saw in its exchanges. */
  observed?: Tallies;
  ms: number;
}

/** What stopped a journey, beside its words. */
type Stop = Pick<Finding, 'missing' | 'blockedBy' | 'blockedAt'>;

/** The exchanges and the story since these counts, told in order. */
function told(
  recorder: Recorder,
  exchangesBefore: number,
  storyBefore: number,
): Pick<StepResult, 'story' | 'exchanges'> {
  const exchanges = recorder.exchanges.slice(exchangesBefore);
  return { story: recorder.story.slice(storyBefore), exchanges: exchanges.map((exchange) => exchange.n) };
}

async function play(
  step: Step,
  stage: Stage,
  recorder: Recorder,
  context: TargetContext,
): Promise<StepResult & Pick<Finding, 'outcome'> & Stop> {
  const verb = steps[step.verb]!;
  const [exchangesBefore, storyBefore] = [recorder.exchanges.length, recorder.story.length];
  const says = showPlaces(verb.says(step.args), stage.world);
  const expected = filled(expectedOf(verb.usually as object, step.expect), stage);
  const wanted = tellFacts(expected as Record<string, string>);
  try {
    const facts = await verb.run(stage, step.args, expected);
    const wrong = difference(expected, facts);
    const outcome: Outcome = wrong ? 'violated' : 'satisfied';
    const seen = wrong ? `${wrong.seen} (${tellFacts(facts)})` : tellFacts(facts);
    return {
      says,
      outcome,
      verdict: judge({ outcome }, JOURNEY).verdict,
      expected: wrong?.expected ?? wanted,
      seen,
      ...told(recorder, exchangesBefore, storyBefore),
    };
  } catch (error) {
    const found = await unlessItWasGivenNoMessage(outcomeOf(error), recorder, context);
    // Within a journey, what does not work is the finding, unless nobody gets as far and something else judges just that.
    const isShut = found.blockedAt === 'sign-in' && stage.world.nobodyGetsIn !== undefined;
    const isElsewhere = found.blockedBy !== undefined || found.blockedAt === 'registration' || isShut;
    const outcome = found.outcome === 'control-failed' && !isElsewhere ? 'violated' : found.outcome;
    const because = found.blockedBy ? `, which ${found.blockedBy} judges` : '';
    const seen = `${found.seen ?? found.reason ?? 'an error'}${because}`;
    return {
      says,
      outcome,
      verdict: judge({ outcome }, JOURNEY).verdict,
      expected: found.expected ?? wanted,
      seen,
      ...(found.missing ? { missing: found.missing } : {}),
      ...(isElsewhere ? { blockedBy: found.blockedBy, blockedAt: found.blockedAt } : {}),
      ...told(recorder, exchangesBefore, storyBefore),
    };
  }
}

/** Expectations with `{mcp}` and the like filled in. */
const filled = (expected: Record<string, unknown>, { world }: Stage): Record<string, unknown> =>
  JSON.parse(JSON.stringify(expected), (_, value) => (typeof value === 'string' ? fillPlaces(value, world) : value));

/**
 * Plays one scenario. Where it looks at limits and does not go well, a real user may have spent of them just before: it
 * is played once more when they are full again, and that counts. `beside` is called where it begins to wait.
 */
export async function gradeScenario(
  scenario: Scenario,
  context: TargetContext,
  beside: () => void = () => {},
): Promise<GradedScenario> {
  const hasSlept = watchForSleep(context);
  const first = await playThrough(scenario, context, beside);
  if (first.outcome === 'violated' && hasSlept()) return playThrough(scenario, context, beside);
  const { hooks } = createWorld(context, scenario, createRecorder());
  const wait = untilFull(scenario, hooks);
  if (first.outcome !== 'violated' || wait === 0 || !metALimit(first.recorder)) return first;
  // Nobody is blamed for what somebody spent before.
  if (context.patience.left < wait) return unconfirmed(first, wait);
  context.patience.left -= wait;
  await pause(context, wait);
  return playThrough(scenario, context, beside);
}

/** Whether it was refused at all, as HTTP or as a tool says so: what was spent before shows in nothing else. */
const metALimit = ({ exchanges }: Recorder): boolean =>
  exchanges.some(({ response }) => response?.status === 429 || /"isError":\s*true/.test(response?.body ?? ''));

const unconfirmed = (first: GradedScenario, wait: number): GradedScenario => ({
  ...first,
  outcome: 'untestable',
  verdict: judge({ outcome: 'untestable' }, JOURNEY).verdict,
  reason: `needs ${wait} seconds more for limits to be full again: what was seen may be what was spent before`,
  missing: 'patience',
});

/** Step by step; the steps behind one that fails are not run. */
async function playThrough(scenario: Scenario, context: TargetContext, beside: () => void): Promise<GradedScenario> {
  const recorder = createRecorder();
  const began = performance.now();
  const end = (outcome: Outcome, played: StepResult[], reason?: string, stop: Stop = {}): GradedScenario => ({
    scenario,
    outcome,
    verdict: judge({ outcome }, JOURNEY).verdict,
    ...(reason ? { reason } : {}),
    ...stop,
    steps: [...played, ...scenario.steps.slice(played.length).map(notRun)],
    recorder,
    ms: performance.now() - began,
  });
  const exempt = whyNot(appliesTo(scenario), context);
  // What a profile demands and the target lacks is the finding of a check.
  if (exempt) return end(exempt.outcome === 'violated' ? 'not-applicable' : exempt.outcome, [], exempt.reason);
  const takesTime = secondsOf(scenario) > 0;
  const world = createWorld(context, takesTime ? { ...scenario, takesTime } : scenario, recorder, beside);
  // Found out before anybody registers or signs in for nothing.
  const lacking = meansLacking(scenario, context, world);
  if (lacking) return end('untestable', [], lacking.message, { missing: lacking.means });
  const firstTime = asksForTheFirstTime(scenario);
  const uses = (wanted: string) => scenario.steps.some(({ verb }) => verb === wanted);
  const fromTheStart = looksAtTheWayIn(scenario);
  const stage = createStage(world, {
    newcomers: (firstTime && scenario.judges === 'consent') || (uses('journal') && world.hooks.has('users')),
    newClients: world.hooks.has('reset') ? fromTheStart : firstTime,
    emptyBrowsers: fromTheStart,
    namedApart: uses('ai_clients'),
  });
  const played: StepResult[] = [];
  const unseen: string[] = [];
  let judged = 0;
  try {
    for (const step of scenario.steps) {
      if (isWithoutWitness(step, world)) {
        const result = notLookedAt(step, world);
        played.push(result);
        unseen.push(result.says);
        continue;
      }
      const { outcome, missing, blockedBy, blockedAt, ...result } = await play(step, stage, recorder, context);
      played.push(result);
      if (outcome === 'violated') return end(outcome, played);
      if (outcome !== 'satisfied') return end(outcome, played, result.seen, { missing, blockedBy, blockedAt });
      if (result.expected) judged++;
    }
    if (unseen.length === 0) return end('satisfied', played);
    const why = `not looked at: ${unseen.join('; ')}`;
    return judged > 0 ? end('satisfied', played, why) : end('untestable', played, why, { missing: 'test hooks' });
  } catch (error) {
    const { outcome, reason, ...stop } = outcomeOf(error);
    return end(outcome, played, reason, stop);
  } finally {
    await world.leave();
  }
}

/** A second witness that is not there: the journey stands on what else it saw. */
function isWithoutWitness({ verb }: Step, world: World): boolean {
  const { hook, isSecondWitness } = steps[verb]!;
  return isSecondWitness === true && hook !== undefined && !world.hooks.has(hook);
}

const notLookedAt = (step: Step, world: World): StepResult => {
  const verb = steps[step.verb]!;
  return {
    says: showPlaces(verb.says(step.args), world),
    verdict: 'untestable',
    expected: tellFacts(expectedOf(verb.usually as object, step.expect) as Record<string, string>),
    seen: `not looked at: needs the test hook “${verb.hook}”`,
    story: [],
    exchanges: [],
  };
};

const notRun = (step: Step): StepResult => ({
  says: steps[step.verb]!.says(step.args),
  verdict: 'not-run',
  story: [],
  exchanges: [],
});
