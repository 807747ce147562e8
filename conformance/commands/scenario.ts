import type { ProfileId } from '../../reference-server/types.ts';
import { checks } from '../checks/index.ts';
import { GRADED_ERAS } from '../era.ts';
import { guideRows } from '../explain/guide-rows.ts';
import { PROFILES } from '../profiles.ts';
import { loadScenarios } from '../scenarios/load.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { type CheckFlags, gradeUrl } from './check.ts';
import { mutantCatalogue } from './mutant-catalogue.ts';
import { gradeReference } from './reference-stacks.ts';
import type { Terminal } from './terminal.ts';

export interface ScenarioFlags extends CheckFlags {
  url?: string;
}

/** Acts out journeys: at `--url`, or at a reference stack of each profile that they are written for. */
export function scenario(terminal: Terminal, paths: string[], flags: ScenarioFlags): Promise<number> {
  const mutants = mutantCatalogue(checks, []).keys();
  const scenarios = loadScenarios(paths, { mutants: [...mutants], guide: Object.keys(guideRows) });
  if (flags.url !== undefined) return gradeUrl(terminal, flags.url, flags, { checks: [], scenarios });
  const profiles = flags.profile ? [flags.profile] : profilesOf(scenarios);
  return gradeReference(terminal, flags, { checks: [], scenarios, profiles, eras: flags.era ?? GRADED_ERAS });
}

const profilesOf = (scenarios: readonly Scenario[]): ProfileId[] =>
  (Object.keys(PROFILES) as ProfileId[]).filter((id) =>
    scenarios.some(({ profiles }) => !profiles || profiles.includes(id)),
  );
