import { seconds } from '../config/duration.ts';
import { IncompleteError } from '../help/failures.ts';
import type { ProfileId } from '../profiles/index.ts';
import type { Run, Target } from '../run/model.ts';
import { visibleLine } from '../run/visible.ts';
import type { RunOptions } from '../runner/options.ts';
import type { Era } from '../vocabulary/era.ts';
import { emptyRun } from './draft.ts';
import { tellFacts } from './facts.ts';
import { askedBy, type GateFlags } from './gate.ts';
import { type GradeFlags, gradeQuietly } from './grade.ts';
import type { MeansFlags, meansOf } from './means.ts';
import { type SignIn, signingIn } from './sign-in.ts';
import { type CheckTarget, guardOf, hookAccess } from './targets.ts';
import type { Terminal } from './terminal.ts';
import { usualPlace } from './usual-paths.ts';
import { probeUntil } from './wait.ts';

export interface CheckFlags extends GradeFlags, MeansFlags, GateFlags {
  profile?: ProfileId;
  era?: Era[];
  config?: string;
  userAgent?: SignIn;
  /** Says what would be sent, and sends nothing. */
  plan?: boolean;
  /** A run.json that was interrupted. */
  resume?: string;
  /** How long to wait until the target answers, such as `60s`. */
  wait?: string;
  /** After how long the run ends with what it knows, such as `10m`. */
  timeout?: string;
}

/** A target with what is at hand for it, and whom to tell how far it is. */
export interface Job extends Pick<RunOptions, 'onProgress' | 'onResult'> {
  target: CheckTarget;
  means: ReturnType<typeof meansOf>;
}

/** What all targets of a command share. */
export interface Command extends Pick<RunOptions, 'startedAt' | 'signal'> {
  terminal: Terminal;
  flags: CheckFlags;
  what: Pick<RunOptions, 'checks' | 'scenarios' | 'budget' | 'guard'>;
  against?: Run | undefined;
  resumed?: Run | undefined;
}

/** A target as the run has it before anything is known. */
export const recordOf = ({ url, name, config }: CheckTarget, flags: CheckFlags): Target => ({
  url,
  ...(name ? { name } : {}),
  profile: flags.profile ?? config.profile ?? 'none',
  eras: [],
});

/** Grades one gateway; where that cannot be, the run says why. */
export async function gradeTarget({ target, means, ...tellers }: Job, command: Command): Promise<Run> {
  const { terminal, flags, what, startedAt, signal, against, resumed } = command;
  const { url, name, config } = target;
  const guard = what.guard ?? guardOf(url, config);
  const how = { signal, guard, budget: what.budget };
  const depth = flags.depth ?? config.depth;
  const asked = {
    ...(config.minJudged ? { minJudged: config.minJudged } : {}),
    ...askedBy(config.gate, what),
    ...(depth && !name ? { depth } : {}),
  };
  try {
    const access = { ...how, headers: config.headers, ca: means.ca };
    const found = await probeUntil(terminal, url, access, flags.wait === undefined ? 0 : seconds(flags.wait));
    const eras = flags.era ?? config.eras;
    const profile = flags.profile ?? config.profile;
    const hooks = depth === 'public' ? undefined : hookAccess(url, config, terminal.env);
    const targets = (eras ?? found).map((era) => ({ url, era, eraIsAGuess: eras === undefined, profile, hooks }));
    const onFact = flags.json || name ? () => {} : tellFacts(terminal);
    const options = { ...what, ...means, ...how, ...tellers, targets, asked, onFact, startedAt };
    const graded = await signingIn(flags.userAgent ?? config.userAgent, how, (signIn) =>
      gradeQuietly(flags, { ...options, ...signIn }, against, resumed),
    );
    const known = {
      ...(name ? { name, ...(depth ? { depth } : {}) } : {}),
      ...(config.configured ? { configured: config.configured } : {}),
    };
    return { ...graded, targets: graded.targets.map((one) => ({ ...one, ...known })) };
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
    const hint = await usualPlace(url, error.message, { signal, budget: what.budget });
    const why = visibleLine(`${error.message}${hint}`);
    terminal.err(`openbell: ${why}\n`);
    return emptyRun([recordOf(target, flags)], startedAt, what, why);
  }
}
