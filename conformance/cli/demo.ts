import { checks } from '../checks/index.ts';
import { PROFILE_IDS, type ProfileId } from '../profiles/index.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { type Era, GRADED_ERAS } from '../vocabulary/era.ts';
import type { GradeFlags } from './grade.ts';
import { gradeReference } from './reference-stacks.ts';
import type { Terminal } from './terminal.ts';

export interface DemoFlags extends GradeFlags {
  profile?: ProfileId;
  era?: Era[];
}

/** Grades the reference gateway of every profile in both eras, on loopback, and writes the report. */
export const demo = (terminal: Terminal, flags: DemoFlags): Promise<number> =>
  gradeReference(terminal, flags, {
    checks,
    scenarios: loadScenarios(),
    profiles: flags.profile ? [flags.profile] : PROFILE_IDS,
    eras: flags.era ?? GRADED_ERAS,
  });
