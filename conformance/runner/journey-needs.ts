import type { Scenario } from '../scenarios/scenario.ts';
import { steps } from '../scenarios/steps/index.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Applies } from '../vocabulary/check.ts';
import { Untestable } from '../vocabulary/expect.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import type { World } from '../vocabulary/world.ts';

/** A journey in which a client signs somebody in needs a target where that can be done. */
export function appliesTo({ needs = [], eras, steps: written }: Scenario): Applies {
  const signsIn = written.some(({ verb }) => steps[verb]!.demands || steps[verb]!.gives || verb === 'discover');
  const mints = written.some(({ verb }) => verb === 'mint');
  return { needs: signsIn && !mints ? ['oauth', ...needs] : needs, ...(eras ? { eras } : {}) };
}

/** What is looked at is a page that some servers show for a client’s first time only. */
export const asksForTheFirstTime = ({ steps: written }: Scenario): boolean =>
  written.some(({ args, expect }) => {
    const { human } = (args ?? {}) as { human?: string };
    return expect.permission_page === true || human === 'deny' || human === 'leave';
  });

/** How long it takes where nobody moves a clock. */
export const secondsOf = ({ steps: written }: Scenario): number =>
  written.reduce((sum, { verb, args }) => sum + (steps[verb]!.seconds?.(args) ?? 0), 0);

/** How many calls it makes of a tool that may place an order. */
export const ordersOf = ({ steps: written }: Scenario): number =>
  written.reduce((sum, { verb, args }) => sum + (steps[verb]!.orders?.(args) ?? 0), 0);

/** How many token requests it makes. */
export const tokenRequestsOf = ({ steps: written }: Scenario): number =>
  written.filter(({ verb }) => verb === 'connect' || verb === 'redeem' || verb === 'refresh').length;

/** What of a step's expectations is about the pages on the way in, which are others for whoever has come before. */
const OF_THE_WAY_IN = [
  'signed_in',
  'sign_in_pages',
  'permission_page',
  'permission_page_says',
  'success_page',
  'success_page_says',
  'page',
  'page_says',
];

/** Whether it matters to a journey that nobody in it was signed in before, nor asked. */
export const looksAtTheWayIn = (scenario: Scenario): boolean =>
  asksForTheFirstTime(scenario) ||
  scenario.steps.some(({ args, expect }) => {
    const { human = 'allow', success_page: does = 'continue' } = (args ?? {}) as Record<string, string>;
    return human !== 'allow' || does !== 'continue' || OF_THE_WAY_IN.some((name) => name in expect);
  });

/** What is missing for a journey to be played to its end. */
export function meansLacking(
  scenario: Scenario,
  { patience }: TargetContext,
  { hooks }: World,
): Untestable | undefined {
  const hook = hooksOf(scenario).find((one) => !hooks.has(one));
  if (hook) return new Untestable(`needs the test hook “${hook}”, which the target lacks`, 'test hooks');
  const seconds = secondsOf(scenario);
  if (hooks.has('clock') || seconds <= patience.forTime) return undefined;
  const reason = `needs ${seconds} seconds to pass: --patience allows them, and the test hook “clock” moves them`;
  return new Untestable(reason, 'patience');
}

/** Seconds after which what a real user has spent of a limit is theirs again: most limits are by the minute. */
const REFILL = 60;

/** How long to wait before limits are looked at again: somebody new has spent nothing yet. */
export const untilFull = ({ judges }: Scenario, hooks: Hooks): number =>
  judges === 'limits' && !hooks.has('users') ? REFILL : 0;

/** Hooks without which a journey cannot be played to its end. */
const hooksOf = (scenario: Scenario): string[] =>
  scenario.steps.flatMap(({ verb }) => {
    const { hook, isSecondWitness } = steps[verb]!;
    return hook && !isSecondWitness ? [hook] : [];
  });
