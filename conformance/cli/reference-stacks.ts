import type { ProfileId } from '../profiles/index.ts';
import type { RunOptions, RunTarget } from '../runner/options.ts';
import type { StackInfo } from '../stack/servers-thread.ts';
import { type GradeFlags, grade, leaveUndone } from './grade.ts';
import type { Starting } from './start-reference.ts';
import type { Terminal } from './terminal.ts';

/** Grades the reference gateways that are being started, and closes all again; returns the exit code. */
export async function gradeReference(
  terminal: Terminal,
  flags: GradeFlags,
  { places, interrupt, stacks: starting }: Starting,
  { checks, scenarios, seed }: Pick<RunOptions, 'checks' | 'scenarios' | 'seed'>,
): Promise<number> {
  const { signal, over } = interrupt;
  try {
    const started = await starting;
    if (!started) {
      const targets = places.map(({ profile, era }) => ({ url: mcpUrlOf(profile), profile, era }));
      over();
      return leaveUndone(terminal, flags, { checks, scenarios, targets });
    }
    const { stacks, close } = started;
    try {
      const targets = places.map(({ profile, era }, index): RunTarget => {
        const { mcpUrl: url, hooks } = stacks[index]!;
        return { url, hooks, standsAlone: true, gateway: profile, profile, era };
      });
      const aliases = Object.assign({}, ...places.map(({ profile }, n) => aliasesOf(profile, stacks[n]!)));
      const { startedAt } = stacks[0]!;
      const run = { checks, scenarios, targets, aliases, ...(seed && { seed }), startedAt, letGo: close, signal };
      return await grade(terminal, flags, run);
    } finally {
      await close();
    }
  } finally {
    over();
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
