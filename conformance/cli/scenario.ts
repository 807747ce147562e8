import { checks } from '../checks/index.ts';
import { guideRows } from '../help/guide-rows.ts';
import { PROFILE_IDS, PROFILES, type ProfileId } from '../profiles/index.ts';
import { loadScenarios } from '../scenarios/load.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { mutantCatalogue } from '../stack/mutant-catalogue.ts';
import { GRADED_ERAS } from '../vocabulary/era.ts';
import { hasAll } from '../vocabulary/profile.ts';
import { gradeUrl } from './check.ts';
import type { CheckFlags } from './grade-target.ts';
import { gradeReference } from './reference-stacks.ts';
import { startReference } from './start-reference.ts';
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
  const starting = startReference(terminal, profiles, flags.era ?? GRADED_ERAS);
  return gradeReference(terminal, flags, starting, { checks: [], scenarios });
}

const profilesOf = (scenarios: readonly Scenario[]): ProfileId[] =>
  PROFILE_IDS.filter((id) => scenarios.some(({ needs }) => hasAll(PROFILES[id], needs)));
