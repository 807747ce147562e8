import { PROFILE_IDS, type ProfileId } from '../profiles/index.ts';
import { type Era, GRADED_ERAS } from '../vocabulary/era.ts';
import type { GradeFlags } from './grade.ts';
import { startReference } from './start-reference.ts';
import type { Terminal } from './terminal.ts';

export interface DemoFlags extends GradeFlags {
  profile?: ProfileId;
  era?: Era[];
  seed?: string;
}

/** Grades the reference gateway of every profile in both eras, on loopback, and writes the report. */
export async function demo(terminal: Terminal, flags: DemoFlags): Promise<number> {
  const profiles = flags.profile ? [flags.profile] : PROFILE_IDS;
  const starting = startReference(terminal, profiles, flags.era ?? GRADED_ERAS, flags.seed);
  // Servers take as long to start as the suite takes to be loaded.
  const [{ checks }, { loadScenarios }, { gradeReference }] = await Promise.all([
    import('../checks/index.ts'),
    import('../scenarios/load.ts'),
    import('./reference-stacks.ts'),
  ]);
  const { seed } = flags;
  return gradeReference(terminal, flags, starting, { checks, scenarios: loadScenarios(), ...(seed && { seed }) });
}
