import type { Run } from '../conformance/run/model.ts';
import { allMissing, type Missing, sharesOf } from '../conformance/run/rule.ts';
import { percent, profileOf, resultsOf, whereOf } from './results.ts';

/** What stands at the head of every report: what the target is, how much of it was judged, and what is missing. */
export interface Head {
  urls: { url: string; facts: { fact: string; is: string }[]; judged: Judged[] }[];
  missing: Missing[];
}

/** How much of what applies was judged in a target and era. */
export interface Judged {
  /** "static-client 2026-07-28"; the era alone where no profile was given. */
  where: string;
  /** "322 of 323 that apply (99 %)". */
  says: string;
}

export const headOf = (run: Run): Head => {
  const shares = sharesOf(run);
  const urls = [...new Set(run.targets.map(({ url }) => url))].map((url) => {
    const own = run.targets.flatMap((target, index) => (target.url === url ? [{ target, index }] : []));
    const judged = shares
      .filter(({ target, applies }) => applies > 0 && own.some(({ index }) => index === target))
      .map(({ target, era, judged: n, applies }) => {
        return {
          where: whereOf(run, { target, era }),
          says: `${n} of ${applies} that apply (${percent(n, applies)})`,
        };
      });
    return { url, facts: factsOf(own.map(({ target }) => target)), judged };
  });
  return { urls, missing: allMissing(run) };
};

/** Each fact once; where the targets of a URL differ in it, each is named. */
const factsOf = (targets: Run['targets']): { fact: string; is: string }[] => {
  const names = [...new Set(targets.flatMap(({ facts = [] }) => facts.map(({ fact }) => fact)))];
  return names.map((fact) => {
    const told = targets.flatMap((target) => {
      const found = target.facts?.find((one) => one.fact === fact);
      return found ? [{ is: found.is, where: `${profileOf(target)}, ${target.eras.join(', ')}` }] : [];
    });
    const different = new Set(told.map(({ is }) => is)).size > 1;
    return { fact, is: different ? told.map(({ is, where }) => `${is} (${where})`).join('; ') : told[0]!.is };
  });
};

/** A control may itself wait for one. */
const control = /^(its positive control \S+ could not be looked at: )+/;

/** Why results are without a verdict, each reason once, with how many; what lacks means is told as missing. */
export const reasonsFor = (run: Run, verdict: 'untestable' | 'not-applicable'): { reason: string; count: number }[] => {
  const counts = new Map<string, number>();
  for (const result of resultsOf(run)) {
    if (result.verdict !== verdict) continue;
    if (result.missing && run.means?.[result.missing]) continue;
    const reason = result.reason?.replace(control, '') ?? 'no reason given';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
};
