import { unlessRevisionIsUnknown } from './applies.ts';
import type { TargetResults } from './assemble.ts';
import type { GradedCheck } from './grade-check.ts';
import { type Finding, judge } from './judge.ts';
import type { Tally } from './observe.ts';

/** What all exchanges together showed to one observer. */
interface Sum extends Omit<Tally, 'first'> {
  /** The first breach, in the order of the catalogue, and what was graded when it came. */
  first?: NonNullable<Tally['first']> & { during: string };
}

/** By the id of the observer. */
type Sums = ReadonlyMap<string, Sum>;

function sumsOf(results: readonly TargetResults[]): Sums {
  const sums = new Map<string, Sum>();
  for (const { checks, scenarios } of results) {
    const causes = [
      ...checks.map(({ check, observed }) => ({ during: check.id, observed })),
      ...scenarios.map(({ scenario, observed }) => ({ during: scenario.id, observed })),
    ];
    for (const { during, observed } of causes)
      for (const [id, tally] of observed ?? []) {
        const sum = sums.get(id) ?? { seen: 0, breaches: 0 };
        sums.set(id, sum);
        sum.seen += tally.seen;
        sum.breaches += tally.breaches;
        if (tally.first) sum.first ??= { ...tally.first, during };
        if (tally.trouble) sum.trouble ??= tally.trouble;
      }
  }
  return sums;
}

function breachIn(id: string, { first, breaches, seen }: Sum): Finding | undefined {
  if (!first) return undefined;
  const { by, exchange, recorder, during } = first;
  const others = breaches > 1 ? `; so in ${breaches} of ${seen} such exchanges` : '';
  const cause = during === id ? '' : `${others ? ', first' : '; seen'} while ${during} was graded`;
  const outcome = 'violated';
  return {
    outcome,
    expected: first.expected,
    seen: `${first.seen}${others}${cause}`,
    shownBy: { exchange, recorder, by },
  };
}

/** Why there was nothing to see: what those whose exchanges it rides on came to. */
function unseen({ check }: GradedCheck, { checks }: TargetResults): Finding {
  const ridden = checks.filter((one) => check.ridesOn?.includes(one.check.id));
  const found = (outcome: Finding['outcome']) => ridden.find((one) => one.outcome === outcome);
  const blocked = ridden.find((one) => one.verdict === 'blocked');
  if (blocked) {
    const { blockedBy, blockedAt, reason = 'what it looks at was not reached' } = blocked;
    const where = { ...(blockedBy ? { blockedBy } : {}), ...(blockedAt ? { blockedAt } : {}) };
    return { outcome: 'control-failed', reason, ...where };
  }
  const none = 'no exchange of the run was of the kind that it looks at';
  const untestable = found('untestable');
  if (untestable) {
    const { missing, reason = none } = untestable;
    return { outcome: 'untestable', reason, ...(missing ? { missing } : {}) };
  }
  const { absent } = check.observes ?? {};
  if (absent) return { outcome: 'not-applicable', reason: absent };
  const exempt = ridden.every(({ outcome }) => outcome === 'not-applicable') ? found('not-applicable') : undefined;
  if (exempt) return { outcome: 'not-applicable', reason: exempt.reason ?? none };
  return { outcome: 'untestable', reason: none };
}

/** What an observer came to in the end; undefined where that is what it came to by itself. */
function inTheEnd(graded: GradedCheck, target: TargetResults, sum: Sum): Finding | undefined {
  const { check, outcome } = graded;
  // It does not apply, or its own exchanges have shown it already.
  if (outcome === 'not-applicable' || outcome === 'violated' || outcome === 'harness-error') return undefined;
  const breach = breachIn(check.id, sum);
  if (breach) return breach;
  if (sum.trouble) return { outcome: 'harness-error', reason: sum.trouble };
  if (!check.ridesOn) return undefined;
  return sum.seen > 0 ? { outcome: 'satisfied' } : unseen(graded, target);
}

/**
 * Judges those who look on by all that they saw on a target, or on all revisions of one `gateway` where they are graded
 * once for a URL; gives them back.
 */
export function conclude(target: TargetResults, gateway: readonly TargetResults[]): GradedCheck[] {
  const [own, ofAll] = [sumsOf([target]), sumsOf(gateway)];
  const sumOf = ({ id, per }: GradedCheck['check']): Sum =>
    (per === 'url' ? ofAll : own).get(id) ?? { seen: 0, breaches: 0 };
  const concluded = target.checks.map((graded): GradedCheck => {
    const found = graded.check.observes && inTheEnd(graded, target, sumOf(graded.check));
    if (!found) return graded;
    const { check, standing, recorder, ms, observed } = graded;
    const told = unlessRevisionIsUnknown(found, check.applies, target.context);
    const judged = judge(told, standing, target.context.profile !== undefined);
    return { check, standing, recorder, ms, ...(observed ? { observed } : {}), ...judged };
  });
  target.checks = concluded;
  return concluded.filter(({ check }) => check.observes);
}
