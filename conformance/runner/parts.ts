import type { Scenario } from '../scenarios/scenario.ts';
import type { Check } from '../vocabulary/check.ts';
import { secondsOf, tokenRequestsOf } from './journey-needs.ts';

/** A part of the work: what is graded one by one, or several at a time, from one state of the target. */
export interface Part {
  checks: Check[];
  scenarios: readonly Scenario[];
  /** Each begins with a target that nobody has used up. */
  exclusive: boolean;
  /** Its checks sign nobody in and use nothing up: also those go side by side whose people are few. */
  spendsNothing?: true;
}

/**
 * Checks with those that they build on before them, and those that use up a limit last, else in catalogue order. Those that
 * use up registrations come at the very end: a reset after them ends what the others share.
 */
function controlsFirst(checks: readonly Check[]): Check[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const ordered = new Set<Check>();
  const put = (check: Check) => {
    for (const id of check.dependsOn ?? []) if (byId.has(id) && !ordered.has(byId.get(id)!)) put(byId.get(id)!);
    ordered.add(check);
  };
  // A gateway that counts wrongly would be in the way of the others.
  const usesUp = ({ judges, applies }: Check) =>
    judges === 'limits' ? 1 + Number(applies?.needs?.includes('registration') ?? false) : 0;
  for (const check of checks.toSorted((a, b) => usesUp(a) - usesUp(b))) put(check);
  return [...ordered];
}

/** What can be done with a target: by that its work is put in order. */
export interface Handling {
  /** Time passes when we say so. */
  clockIsMoved: boolean;
  /** Time is let pass where it cannot be moved. */
  waits?: boolean;
  /** What a run uses up, registrations and token requests, can be given back. */
  isSetBack: boolean;
}

/**
 * The parts of the work on one target. They take place one after the other: no check of an earlier
 * part waits for one of a later.
 */
export function partsOf(checks: readonly Check[], scenarios: readonly Scenario[], handling: Handling): Part[] {
  const parts = handling.isSetBack
    ? byLane(checks, scenarios, handling.clockIsMoved)
    : byBudget(checks, scenarios, handling);
  return parts.filter((part) => part.checks.length + part.scenarios.length > 0);
}

/** What needs a target that nobody has used up stands apart; where no clock can be moved, what takes time begins first. */
function byLane(checks: readonly Check[], scenarios: readonly Scenario[], clockIsMoved: boolean): Part[] {
  const ordered = clockIsMoved ? controlsFirst(checks) : earlyFirst(checks);
  const alone = new Set<string>();
  for (const check of ordered) {
    const builds = check.dependsOn?.some((id) => alone.has(id)) ?? false;
    const waits = check.takesTime && !clockIsMoved;
    if ((check.lane === 'exclusive' && !waits) || builds) alone.add(check.id);
  }
  return [
    { checks: ordered.filter(({ id }) => !alone.has(id)), scenarios: [], exclusive: false },
    { checks: ordered.filter(({ id }) => alone.has(id)), scenarios: [], exclusive: true },
    { checks: [], scenarios, exclusive: true },
  ];
}

/** More token requests than most journeys make. */
const MANY_TOKENS = 3;

/**
 * On a target that is not ours registrations, sign-ins and token requests are counted, and nobody gives them back. What
 * waits begins first. Journeys come before the checks, of which there are enough to spend it all; then those checks
 * that spend little, with what they build on, and those that spend nothing; the few journeys that spend more than the
 * others together, checks that spend much, and last whatever uses a limit up.
 */
function byBudget(checks: readonly Check[], scenarios: readonly Scenario[], { clockIsMoved, waits }: Handling): Part[] {
  // Nothing is set back: only what uses a limit up has to stand alone.
  const ordered = controlsFirst(checks.toSorted(byCost));
  const early = clockIsMoved || !waits ? [] : withControls(ordered, ({ takesTime }) => takesTime);
  const waiting = new Set(controlsFirst(early));
  const usesUp = ({ judges }: Check | Scenario) => judges === 'limits';
  const wait = (scenario: Scenario) => (clockIsMoved ? 0 : secondsOf(scenario));
  const journeys = scenarios.filter((one) => !usesUp(one)).toSorted((a, b) => wait(b) - wait(a));
  const isDear = (scenario: Scenario) => tokenRequestsOf(scenario) > MANY_TOKENS && wait(scenario) === 0;
  const rest = ordered.filter((check) => !waiting.has(check));
  const cheap = new Set(withControls(rest, (check) => costOf(check) < COSTS['sign-ins']));
  const spend = new Set(
    withControls(
      rest.filter((check) => cheap.has(check)),
      ({ spends }) => spends !== undefined,
    ),
  );
  return [
    { checks: [...waiting], scenarios: [], exclusive: false },
    { checks: [], scenarios: journeys.filter((one) => !isDear(one)), exclusive: true },
    { checks: rest.filter((one) => spend.has(one)), scenarios: [], exclusive: false },
    {
      checks: rest.filter((one) => cheap.has(one) && !spend.has(one)),
      scenarios: [],
      exclusive: false,
      spendsNothing: true,
    },
    { checks: [], scenarios: journeys.filter(isDear), exclusive: true },
    { checks: rest.filter((one) => !cheap.has(one) && !usesUp(one)), scenarios: [], exclusive: false },
    {
      checks: rest.filter((one) => !cheap.has(one) && usesUp(one)),
      scenarios: scenarios.filter(usesUp),
      exclusive: true,
    },
  ];
}

/** What needs a whole connection of its own, and so something of everything, comes late. */
const COSTS = { 'sign-ins': 2, registrations: 3, tokens: 4, 'many tokens': 5 } as const;

const costOf = ({ spends, needsNobody }: Check): number => {
  if (!spends) return 0;
  return spends === 'tokens' && needsNobody ? 1 : COSTS[spends];
};

const byCost = (one: Check, other: Check): number =>
  costOf(one) - costOf(other) || (one.times ?? 1) - (other.times ?? 1);

/** Those that are `wanted`, and all that they build on, where it is among these. */
function withControls(checks: readonly Check[], wanted: (check: Check) => boolean | undefined): Check[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const found = new Set<Check>();
  const add = (check: Check) => {
    found.add(check);
    for (const id of check.dependsOn ?? []) if (byId.has(id) && !found.has(byId.get(id)!)) add(byId.get(id)!);
  };
  for (const check of checks) if (wanted(check)) add(check);
  return [...found];
}

/** Those that wait beside the others first, and what they build on before them. */
const earlyFirst = (checks: readonly Check[]): Check[] =>
  controlsFirst(checks.toSorted((a, b) => Number(b.takesTime ?? false) - Number(a.takesTime ?? false)));
