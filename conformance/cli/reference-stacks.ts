import type { ProfileId } from '../profiles/index.ts';
import type { RunOptions, RunTarget } from '../runner/options.ts';
import { startStacks } from '../stack/server-threads.ts';
import type { StackInfo } from '../stack/servers-thread.ts';
import type { Era } from '../vocabulary/era.ts';
import { type GradeFlags, grade, leaveUndone } from './grade.ts';
import { listenForInterrupt } from './interrupt.ts';
import type { Terminal } from './terminal.ts';

/** The same in every run, so that two runs can be compared byte for byte. */
const SEED = 'opening bell';

/** A smaller burst than by default: whoever looks at a limit fills it up first, and each call is three requests. Keys are proved where a profile can, with nonces. */
const SETTINGS = { burst: 8, dpop: true, dpopNonces: true };

/** What to grade the reference gateways with. */
export interface ReferenceRun extends Pick<RunOptions, 'checks' | 'scenarios'> {
  profiles: readonly ProfileId[];
  eras: readonly Era[];
}

/** Starts stacks for each profile and era on loopback, grades them, and closes all again; returns the exit code. */
export async function gradeReference(terminal: Terminal, flags: GradeFlags, what: ReferenceRun): Promise<number> {
  const { checks, scenarios, profiles, eras } = what;
  const places = profiles.flatMap((profile) => eras.map((era) => ({ profile, era })));
  const wanted = places.map(({ profile, era }) => ({
    profile,
    hooks: true as const,
    seed: `${SEED} ${profile} ${era}`,
    settings: SETTINGS,
  }));
  const { signal, over } = listenForInterrupt(terminal);
  const started = await startStacks(wanted, signal).catch((error) => {
    if (signal.aborted) return undefined;
    over();
    throw error;
  });
  if (!started) {
    over();
    const targets = places.map(({ profile, era }) => ({ url: mcpUrlOf(profile), profile, era }));
    return leaveUndone(terminal, flags, { checks, scenarios, targets });
  }
  const { stacks, close } = started;
  try {
    const targets = places.map(({ profile, era }, index): RunTarget => {
      const { mcpUrl: url, hooks } = stacks[index]!;
      return { url, hooks, standsAlone: true, gateway: profile, profile, era };
    });
    const names = wanted.map(({ profile }, n) => aliasesOf(profile, stacks[n]!));
    const aliases = Object.assign({}, ...names);
    const { startedAt } = stacks[0]!;
    const run = { checks, scenarios, targets, aliases, seed: SEED, startedAt, letGo: close, signal };
    return await grade(terminal, flags, run);
  } finally {
    over();
    await close();
  }
}

const mcpUrlOf = (profile: ProfileId): string => `http://gateway.${profile}.test/mcp`;

/** Free ports differ from run to run; names do not. */
const aliasesOf = (
  profile: ProfileId,
  { gatewayOrigin, brokerOrigin, apiOrigin }: StackInfo,
): Record<string, string> => ({
  [gatewayOrigin]: `http://gateway.${profile}.test`,
  [brokerOrigin]: `http://brokerage.${profile}.test`,
  ...(apiOrigin ? { [apiOrigin]: `http://api.${profile}.test` } : {}),
});
