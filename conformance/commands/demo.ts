import type { ProfileId } from '../../reference-server/types.ts';
import { checks } from '../checks/index.ts';
import { type Era, GRADED_ERAS } from '../era.ts';
import { PROFILES } from '../profiles.ts';
import { loadScenarios } from '../scenarios/load.ts';
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
    profiles: flags.profile ? [flags.profile] : (Object.keys(PROFILES) as ProfileId[]),
    eras: flags.era ?? GRADED_ERAS,
  });
