import { isIP } from 'node:net';
import { checks } from '../checks/index.ts';
import { coverage } from '../clauses/clauses.ts';
import { type Config, loadConfig } from '../config/config.ts';
import { version } from '../files/package-root.ts';
import { IncompleteError, UsageError } from '../help/failures.ts';
import type { ProfileId } from '../profiles/index.ts';
import type { Run } from '../run/model.ts';
import type { RunOptions } from '../runner/options.ts';
import { loadScenarios } from '../scenarios/load.ts';
import type { Era } from '../vocabulary/era.ts';
import type { HookAccess } from '../vocabulary/test-hooks.ts';
import { tellFacts } from './facts.ts';
import { assertSelection, type GradeFlags, grade, tell } from './grade.ts';
import { findHooksToken } from './hooks-token-file.ts';
import { type MeansFlags, meansOf } from './means.ts';
import { probe } from './probe.ts';
import { DEFAULT_OUT, parseReporters, prepareFolder } from './result-files.ts';
import { type SignIn, signingIn } from './sign-in.ts';
import type { Terminal } from './terminal.ts';
import { usualPlace } from './usual-paths.ts';

export interface CheckFlags extends GradeFlags, MeansFlags {
  profile?: ProfileId;
  era?: Era[];
  config?: string;
  userAgent?: SignIn;
}

/** Grades the gateway at `url` with every check and scenario. */
export const check = (terminal: Terminal, url: string, flags: CheckFlags): Promise<number> =>
  gradeUrl(terminal, url, flags, { checks, scenarios: loadScenarios() });

/** Grades a gateway that is only a URL. One that cannot be graded still gets a report that says why; exit code 3. */
export async function gradeUrl(
  terminal: Terminal,
  url: string,
  given: CheckFlags,
  what: Pick<RunOptions, 'checks' | 'scenarios'>,
): Promise<number> {
  assertMcpUrl(url);
  const config = loadConfig(given.config, terminal.env);
  const out = given.out ?? config.out ?? DEFAULT_OUT;
  const flags = { ...given, out };
  const reporters = parseReporters(flags.reporter);
  assertSelection(flags, what);
  prepareFolder(out);
  const profile = flags.profile ?? config.profile;
  const startedAt = new Date().toISOString();
  try {
    const means = meansOf(flags, config, terminal.env);
    const found = await patiently(terminal, (signal) => probe(url, { signal, headers: config.headers, ca: means.ca }));
    const eras = flags.era ?? config.eras;
    const depth = flags.depth ?? config.depth;
    const hooks = depth === 'public' ? undefined : hookAccess(url, config, terminal.env);
    const asked = { ...(config.minJudged ? { minJudged: config.minJudged } : {}), ...(depth ? { depth } : {}) };
    const targets = (eras ?? found).map((era) => ({ url, era, eraIsAGuess: eras === undefined, profile, hooks }));
    const onFact = flags.json ? () => {} : tellFacts(terminal);
    return await signingIn(flags.userAgent ?? config.userAgent, (signIn) =>
      grade(terminal, flags, { ...what, ...signIn, ...means, targets, asked, onFact, startedAt }),
    );
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
    const why = `${error.message}${await usualPlace(url, error.message)}`;
    terminal.err(`openbell: ${why}\n`);
    return tell(terminal, emptyRun(url, profile, startedAt, why, what), out, reporters, flags.json);
  }
}

/** Does `work`, which Ctrl-C ends. */
async function patiently<T>(terminal: Terminal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const listening = terminal.onInterrupt(() => interrupt.abort());
  try {
    return await work(interrupt.signal);
  } finally {
    listening();
  }
}

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

/** The run that stands for “could not look”. */
function emptyRun(
  url: string,
  profile: ProfileId | undefined,
  startedAt: string,
  why: string,
  what: Pick<RunOptions, 'checks'>,
): Run {
  return {
    schema: 'openbell.run/1',
    tool: { name: 'openbell', version },
    startedAt,
    durationMs: 0,
    complete: false,
    incompleteBecause: why,
    targets: [{ url, profile: profile ?? 'none', eras: [] }],
    summary: { pass: 0, fail: 0, warn: 0, blocked: 0, untestable: 0, notApplicable: 0, error: 0 },
    checks: [],
    scenarios: [],
    exchanges: [],
    coverage: coverage(what.checks),
    ledger: [],
  };
}
