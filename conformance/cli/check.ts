import { isIP } from 'node:net';
import { checks } from '../checks/index.ts';
import { type Config, loadConfig } from '../config/config.ts';
import { IncompleteError, UsageError } from '../help/failures.ts';
import type { ProfileId } from '../profiles/index.ts';
import type { Run } from '../run/model.ts';
import { readRun } from '../run/read.ts';
import { visibleLine } from '../run/visible.ts';
import type { RunOptions } from '../runner/options.ts';
import { loadScenarios } from '../scenarios/load.ts';
import type { Era } from '../vocabulary/era.ts';
import type { HookAccess } from '../vocabulary/test-hooks.ts';
import { createGuard, type Guard } from '../wire/guard.ts';
import { isShort } from '../wire/secrets.ts';
import { emptyRun, openDraft } from './draft.ts';
import { tellFacts } from './facts.ts';
import { askedBy, type GateFlags, gateOf } from './gate.ts';
import { assertSelection, type GradeFlags, grade, tell } from './grade.ts';
import { findHooksToken } from './hooks-token-file.ts';
import { listenForInterrupt } from './interrupt.ts';
import { type MeansFlags, meansOf } from './means.ts';
import { probe } from './probe.ts';
import { DEFAULT_OUT, parseReporters, prepareFolder } from './result-files.ts';
import { type SignIn, signingIn } from './sign-in.ts';
import type { Terminal } from './terminal.ts';
import { usualPlace } from './usual-paths.ts';

export interface CheckFlags extends GradeFlags, MeansFlags, GateFlags {
  profile?: ProfileId;
  era?: Era[];
  config?: string;
  userAgent?: SignIn;
  /** A run.json that was interrupted. */
  resume?: string;
}

/** Grades the gateway at `url` with every check and scenario. */
export const check = (terminal: Terminal, url: string, flags: CheckFlags): Promise<number> =>
  gradeUrl(terminal, url, flags, { checks, scenarios: loadScenarios() });

/** Grades a gateway that is only a URL. One that cannot be graded still gets a report that says why; exit code 3. */
export async function gradeUrl(
  terminal: Terminal,
  url: string,
  given: CheckFlags,
  what: Pick<RunOptions, 'checks' | 'scenarios' | 'budget' | 'guard'>,
): Promise<number> {
  assertMcpUrl(url);
  const config = loadConfig(given.config, terminal.env);
  const out = given.out ?? config.out ?? DEFAULT_OUT;
  const flags = { ...given, out };
  const reporters = await parseReporters(flags.reporter, terminal.env);
  assertSelection(flags, what);
  const catalogue = [...checks, ...loadScenarios(), ...what.scenarios].map(({ id }) => id);
  const gate = gateOf(flags, config.gate, catalogue);
  // Read before the folder is cleared: it may stand there.
  const resumed = flags.resume === undefined ? undefined : unfinished(flags.resume, url);
  prepareFolder(out);
  const profile = flags.profile ?? config.profile;
  const startedAt = new Date().toISOString();
  const means = meansOf(flags, config, terminal.env);
  const depth = flags.depth ?? config.depth;
  const hooks = depth === 'public' ? undefined : hookAccess(url, config, terminal.env);
  sayWhatIsShort(terminal, means.users ?? []);
  const targets = [{ url, profile: profile ?? 'none', eras: [] }];
  const draft = openDraft(out, reporters, emptyRun(targets, startedAt, what));
  const { signal, over } = listenForInterrupt(terminal);
  try {
    const guard = what.guard ?? guardOf(url, config);
    const how = { signal, guard, budget: what.budget };
    const found = await probe(url, { ...how, headers: config.headers, ca: means.ca });
    const eras = flags.era ?? config.eras;
    const asked = {
      ...(config.minJudged ? { minJudged: config.minJudged } : {}),
      ...askedBy(config.gate),
      ...(depth ? { depth } : {}),
    };
    const guessed = (eras ?? found).map((era) => ({ url, era, eraIsAGuess: eras === undefined, profile, hooks }));
    const onFact = flags.json ? () => {} : tellFacts(terminal);
    return await signingIn(flags.userAgent ?? config.userAgent, how, (signIn) =>
      grade(
        terminal,
        flags,
        { ...what, ...signIn, ...means, ...how, targets: guessed, asked, onFact, startedAt },
        { gate, resumed, begun: draft, ...(config.configured ? { configured: config.configured } : {}) },
      ),
    );
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
    const hint = await usualPlace(url, error.message, { signal, budget: what.budget });
    const why = visibleLine(`${error.message}${hint}`);
    terminal.err(`openbell: ${why}\n`);
    draft.close();
    return tell(terminal, emptyRun(targets, startedAt, what, why), out, reporters, flags.json);
  } finally {
    draft.close();
    over();
  }
}

/** A run of this URL that was interrupted. */
function unfinished(file: string, url: string): Run {
  const run = readRun(file);
  if (run.complete) throw new UsageError(`${file} is complete: there is nothing to resume`);
  if (run.targets.every((target) => target.url !== url))
    throw new UsageError(`${file} is about ${run.targets[0]?.url ?? 'nothing'}, not about ${url}`);
  return run;
}

/** A password of few letters may stand in any text: who reads a report is told. */
function sayWhatIsShort(terminal: Terminal, users: readonly { email: string; password: string }[]): void {
  for (const { email } of users.filter(({ password }) => isShort(password)))
    terminal.err(
      `openbell: the password of ${visibleLine(email)} is shorter than 8 characters: reports hide it where it stands by itself, and cannot where it is part of a longer word\n`,
    );
}

/** Where a target may lead, besides places that are no nearer to us than it is: what the configuration names. */
export const guardOf = (url: string, { insideOrigins, signInOrigins, hooks, mint }: Config): Guard =>
  createGuard({
    target: url,
    allowed: [...insideOrigins, ...signInOrigins, ...(hooks ? [hooks.url] : []), ...(mint ? [mint.url] : [])],
  });

/** Refuses what cannot be an MCP URL, before anything is sent. */
export function assertMcpUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // “mcp.example.com:8080/mcp” is a URL to the letter, of a scheme with dots; nobody means one.
  const isUrl = parsed !== undefined && /^[a-z]+:\/\//i.test(url);
  if (!isUrl || !/^https?:$/.test(parsed.protocol)) {
    const what = isUrl ? 'an http or https URL' : 'a URL';
    const meant = /^[\w.-]+\.[a-z]{2,}(:\d+)?(\/|$)/i.test(url) ? `https://${url}` : undefined;
    const hint = meant ? `did you mean ${meant}?` : 'give the gateway’s MCP URL, such as https://mcp.example.com/mcp';
    throw new UsageError(`“${url}” is not ${what}; ${hint}`);
  }
  if (parsed.username || parsed.password) throw new UsageError('the MCP URL must not hold a name or a password');
  if (parsed.hash) throw new UsageError('the MCP URL must not have a fragment (#…)');
}

/** Test hooks from the configuration; for a target on this machine also by `OPENBELL_HOOKS_TOKEN`, or a `serve` here. */
export function hookAccess(url: string, config: Config, env: NodeJS.ProcessEnv): HookAccess | undefined {
  if (config.hooks) return { ...config.hooks, promised: true };
  const { origin, hostname } = new URL(url);
  if (!isLoopback(hostname)) return undefined;
  const token = env.OPENBELL_HOOKS_TOKEN || findHooksToken(origin, env);
  return token ? { url: `${origin}/test-hooks`, token } : undefined;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
