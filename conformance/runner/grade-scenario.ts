import type { StepResult, Verdict } from '../run/model.ts';
import { fillPlaces, showPlaces } from '../scenarios/places.ts';
import type { Scenario, Step } from '../scenarios/scenario.ts';
import { createStage, type Stage } from '../scenarios/stage.ts';
import { difference, tellFacts } from '../scenarios/step.ts';
import { steps } from '../scenarios/steps/index.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Means } from '../vocabulary/means.ts';
import type { Outcome } from '../vocabulary/verdict.ts';
import { createRecorder, type Recorder } from '../wire/recorder.ts';
import { whyNot } from './applies.ts';
import { outcomeOf } from './grade-check.ts';
import { type Finding, JOURNEY, judge } from './judge.ts';

/** What one scenario came to on one target, before it is put into a run. */
export interface GradedScenario {
  scenario: Scenario;
  outcome: Outcome;
  verdict: Verdict;
  reason?: string;
  missing?: Means;
  steps: StepResult[];
  recorder: Recorder;
  ms: number;
}

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
): Promise<StepResult & Pick<Finding, 'outcome' | 'missing'>> {
  const verb = steps[step.verb]!;
  const [exchangesBefore, storyBefore] = [recorder.exchanges.length, recorder.story.length];
  const says = showPlaces(verb.says(step.args), stage.world);
  const expected = filled({ ...(verb.usually as object), ...step.expect }, stage);
  const wanted = tellFacts(expected as Record<string, string>);
  try {
    const facts = await verb.run(stage, step.args);
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
    const found = outcomeOf(error);
    // Within a journey, what does not work is the finding: there is no control beside it.
    const outcome = found.outcome === 'control-failed' ? 'violated' : found.outcome;
    const seen = found.seen ?? found.reason ?? 'an error';
    return {
      says,
      outcome,
      verdict: judge({ outcome }, JOURNEY).verdict,
      expected: found.expected ?? wanted,
      seen,
      ...(found.missing ? { missing: found.missing } : {}),
      ...told(recorder, exchangesBefore, storyBefore),
    };
  }
}

/** Expectations with `{mcp}` and the like filled in. */
const filled = (expected: Record<string, unknown>, { world }: Stage): Record<string, unknown> =>
  JSON.parse(JSON.stringify(expected), (_, value) => (typeof value === 'string' ? fillPlaces(value, world) : value));

/** Plays one scenario step by step; the steps behind one that fails are not run. */
export async function gradeScenario(scenario: Scenario, context: TargetContext): Promise<GradedScenario> {
  const recorder = createRecorder();
  const began = performance.now();
  const end = (outcome: Outcome, played: StepResult[], reason?: string, missing?: Means): GradedScenario => ({
    scenario,
    outcome,
    verdict: judge({ outcome }, JOURNEY).verdict,
    ...(reason ? { reason } : {}),
    ...(missing ? { missing } : {}),
    steps: [...played, ...scenario.steps.slice(played.length).map(notRun)],
    recorder,
    ms: performance.now() - began,
  });
  // Each journey is somebody who connects a client.
  const exempt = whyNot({ ...scenario, needs: ['oauth', ...(scenario.needs ?? [])] }, context);
  // What a profile demands and the target lacks is the finding of a check.
  if (exempt) return end(exempt.outcome === 'violated' ? 'not-applicable' : exempt.outcome, [], exempt.reason);
  const world = createWorld(context, scenario, recorder);
  const stage = createStage(world, scenario.judges === 'consent');
  const played: StepResult[] = [];
  try {
    for (const step of scenario.steps) {
      const { outcome, missing, ...result } = await play(step, stage, recorder);
      played.push(result);
      if (outcome === 'violated') return end(outcome, played);
      if (outcome !== 'satisfied') return end(outcome, played, result.seen, missing);
    }
    return end('satisfied', played);
  } finally {
    world.leave();
  }
}

const notRun = (step: Step): StepResult => ({
  says: steps[step.verb]!.says(step.args),
  verdict: 'not-run',
  story: [],
  exchanges: [],
});
