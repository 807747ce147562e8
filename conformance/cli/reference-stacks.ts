import type { ProfileId } from '../profiles/index.ts';
import type { RunOptions } from '../runner/options.ts';
import { type Stack, startStack } from '../stack/start-stack.ts';
import type { Era } from '../vocabulary/era.ts';
import { type GradeFlags, grade } from './grade.ts';
import type { Terminal } from './terminal.ts';

/** The same in every run, so that two runs can be compared byte for byte. */
const SEED = 'opening bell';

/** What to grade the reference gateways with. */
export interface ReferenceRun extends Pick<RunOptions, 'checks' | 'scenarios'> {
  profiles: readonly ProfileId[];
  eras: readonly Era[];
}

/** Starts a stack for each profile on loopback, grades it in each era, and closes all again; returns the exit code. */
export async function gradeReference(terminal: Terminal, flags: GradeFlags, what: ReferenceRun): Promise<number> {
  const { checks, scenarios, profiles, eras } = what;
  const stacks: { profile: ProfileId; stack: Stack }[] = [];
  try {
    for (const profile of profiles) {
      stacks.push({ profile, stack: await startStack({ profile, hooks: true, seed: `${SEED} ${profile}` }) });
    }
    return await grade(terminal, flags, {
      checks,
      scenarios,
      targets: stacks.flatMap(({ profile, stack: { mcpUrl, hooks } }) =>
        eras.map((era) => ({ url: mcpUrl, profile, era, hooks })),
      ),
      aliases: Object.assign({}, ...stacks.map(aliasesOf)),
      seed: SEED,
      startedAt: new Date(stacks[0]!.stack.clock.now()).toISOString(),
    });
  } finally {
    await Promise.all(stacks.map(({ stack }) => stack.close()));
  }
}

/** Free ports differ from run to run; names do not. */
const aliasesOf = ({ profile, stack }: { profile: ProfileId; stack: Stack }): Record<string, string> => ({
  [stack.gateway.origin]: `http://gateway.${profile}.test`,
  [stack.broker.origin]: `http://brokerage.${profile}.test`,
});
