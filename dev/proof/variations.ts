import { PROFILE_IDS, PROFILES } from '../../conformance/profiles/index.ts';
import type { Run, Verdict } from '../../conformance/run/model.ts';
import { run } from '../../conformance/runner/run.ts';
import { mutate } from '../../conformance/stack/behaviour-mutants.ts';
import { variedBy } from '../../conformance/stack/marks.ts';
import type { Check } from '../../conformance/vocabulary/check.ts';
import { GRADED_ERAS } from '../../conformance/vocabulary/era.ts';
import { hasAll } from '../../conformance/vocabulary/profile.ts';
import type { Variation } from '../../conformance/vocabulary/variation.ts';
import { smallDoor } from '../testing/small-door.ts';
import { gradeStack } from './prove.ts';

/** What became of a check before a stack with a variation. */
export interface Shown {
  verdict: Verdict;
  because: string;
  /** It exchanged something that the variation had changed. */
  isMet: boolean;
}

/** Where variations are shown. */
interface Place {
  has(check: Check, variation: Variation): boolean;
  grade(checks: readonly Check[], variations: readonly Variation[], only: readonly string[]): Promise<Run>;
}

/** That with most features and the newest obligations first. */
const stacks: readonly Place[] = PROFILE_IDS.toReversed().flatMap((profile) =>
  GRADED_ERAS.toReversed().map((era) => ({
    has: ({ applies = {} }, { needs, eras }) =>
      (eras?.includes(era) ?? true) &&
      hasAll(PROFILES[profile], applies.needs) &&
      hasAll(PROFILES[profile], needs) &&
      (applies.eras?.includes(era) ?? true),
    grade: (checks, variations, only) => gradeStack({ checks, scenarios: [] }, profile, [era], { variations, only }),
  })),
);

/** For what no profile has. */
const door: Place = {
  has: (_, { rewrites }) => rewrites?.at === 'gateway',
  async grade(checks, variations, only) {
    const { mcpUrl, close } = await smallDoor(mutate([], variations).gateway.rewrite);
    const targets = GRADED_ERAS.map((era) => ({ url: mcpUrl, era }));
    const startedAt = '2026-11-26T15:00:00.000Z';
    try {
      return await run({ version: 'proof', checks, scenarios: [], targets, users: [], only: [...only], startedAt });
    } finally {
      await close();
    }
  },
};

const isGood = (verdict: Verdict): boolean => verdict === 'pass' || verdict === 'not-applicable';

/** What became of a check in a run. Who only looks on has met what those exchanged that it rides on. */
function shownIn(graded: Run, { id, ridesOn }: Check, changed: ReadonlySet<number>): Shown {
  const own = graded.checks.filter((one) => one.id === id);
  const ridden = graded.checks.filter((one) => ridesOn?.includes(one.id));
  const bad = own.find(({ verdict }) => !isGood(verdict));
  const none = own.length === 0 ? 'error' : 'not-applicable';
  return {
    verdict: bad?.verdict ?? own.find(({ verdict }) => verdict === 'pass')?.verdict ?? none,
    because: `${bad?.reason ?? ''} expected ${bad?.expected}, seen ${bad?.seen}`,
    isMet: [...own, ...ridden].some(({ exchanges }) => exchanges.some((n) => changed.has(n))),
  };
}

/**
 * Shows each check that names one of these variations a stack with all of them, in one place after another until it was
 * seen to pass in spite of each that it names. What fails in company is tried with each of them alone. By the name of the
 * variation and the id of the check.
 */
export async function showAll(checks: readonly Check[], round: readonly Variation[]): Promise<Map<string, Shown>> {
  const shown = new Map<string, Shown>();
  const keyOf = ({ name }: Variation, { id }: Check) => `${name} ${id}`;
  const failed = (one: Shown | undefined) => one !== undefined && !isGood(one.verdict);
  const isProved = (one: Shown | undefined) => one?.verdict === 'pass' && one.isMet;

  async function tryOut(
    place: Place,
    variations: readonly Variation[],
    wanted: readonly (readonly [Variation, Check])[],
  ) {
    const graded = await place.grade(checks, variations, [...new Set(wanted.map(([, { id }]) => id))]);
    const changed = new Map(variations.map(({ name }) => [name, new Set<number>()]));
    for (const one of graded.exchanges) for (const name of variedBy(one)) changed.get(name)?.add(one.n);
    for (const [variation, check] of wanted) {
      const found = shownIn(graded, check, changed.get(variation.name)!);
      if (found.verdict !== 'not-applicable' || !shown.has(keyOf(variation, check)))
        shown.set(keyOf(variation, check), found);
    }
  }

  const pairs = round.flatMap((variation) =>
    checks.filter((check) => check.variations?.includes(variation.name)).map((check) => [variation, check] as const),
  );
  for (const place of [...stacks, door]) {
    const wanted = pairs.filter(
      ([variation, check]) => place.has(check, variation) && !isProved(shown.get(keyOf(variation, check))),
    );
    if (wanted.length === 0) continue;
    await tryOut(place, round, wanted);
    for (const variation of round.length > 1 ? round : []) {
      const again = wanted.filter(([one, check]) => one === variation && failed(shown.get(keyOf(one, check))));
      if (again.length > 0) await tryOut(place, [variation], again);
    }
  }
  return shown;
}
