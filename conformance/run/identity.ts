import type { CheckResult, Run, ScenarioResult, Target } from './model.ts';

type Result = CheckResult | ScenarioResult;

/** Its host and path: of two runs of one target on loopback, the port says nothing. */
const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return url;
  const { hostname, pathname } = new URL(url);
  return `${hostname}${pathname}`;
};

/** Names every target alike in all of these runs: as the configuration does, or by profile, and by host and path where a profile is graded in several places. */
export function targetNamesOf(runs: readonly Pick<Run, 'targets'>[]): (target: Target) => string {
  const crowded = new Set<string>();
  for (const { targets } of runs) {
    const places = new Map<string, string>();
    for (const { name, profile, url } of targets) {
      if (name !== undefined) continue;
      if ((places.get(profile) ?? url) !== url) crowded.add(profile);
      places.set(profile, url);
    }
  }
  return ({ name, profile, url }) => name ?? (crowded.has(profile) ? `${profile} ${placeOf(url)}` : profile);
}

/** A check or journey, as lists of results by id have it. */
export const kindOf = (result: Result): 'check' | 'journey' => ('steps' in result ? 'journey' : 'check');

/** What makes a result the same in another run: what was judged, of which target, in which era. */
export function keysOf(runs: readonly Pick<Run, 'targets'>[]): (run: Pick<Run, 'targets'>, result: Result) => string {
  const nameOf = targetNamesOf(runs);
  return ({ targets }, result) => {
    const target = targets[result.target];
    return [kindOf(result), result.id, target ? nameOf(target) : result.target, result.era].join(' ');
  };
}
