import { loadConfig } from '../config/config.ts';
import { version } from '../files/package-root.ts';
import type { ProfileId } from '../profiles/index.ts';
import { visibleLine } from '../run/visible.ts';
import { prepare } from '../runner/prepare.ts';
import { createWorld } from '../stage/world.ts';
import type { Era } from '../vocabulary/era.ts';
import { GRADED_ERAS } from '../vocabulary/era.ts';
import { createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { type Done, goIn, type Way, whyStopped } from './connect-steps.ts';
import { type MeansFlags, meansOf } from './means.ts';
import { probe } from './probe.ts';
import { type SignIn, signingIn } from './sign-in.ts';
import { assertMcpUrl, guardOf, hookAccess } from './targets.ts';
import type { Terminal } from './terminal.ts';

export interface ConnectFlags extends MeansFlags {
  profile?: ProfileId;
  era?: Era;
  config?: string;
  userAgent?: SignIn;
  json?: boolean;
}

/** What became of a step. */
interface Told {
  does: string;
  ok: boolean;
  says: string;
  /** Known clients that would have stopped there, each in a sentence. */
  but?: string[];
}

/** Does what a client does, step by step; exit code 0 when it got in, 1 where the target stopped it, 3 where we did. */
export async function connect(terminal: Terminal, url: string, flags: ConnectFlags): Promise<number> {
  assertMcpUrl(url);
  const config = loadConfig(flags.config, terminal.env);
  const means = meansOf(flags, config, terminal.env);
  const seen = flags.era ?? (await probe(url, { headers: config.headers, ca: means.ca })).at(-1)!;
  const hooks = hookAccess(url, config, terminal.env);
  const profile = flags.profile ?? config.profile;
  const guard = guardOf(url, config);
  const pool = createPool(means.ca, { guard });
  const secrets = createSecrets(config.secretMembers);
  try {
    return await signingIn(flags.userAgent ?? config.userAgent, { guard }, async (signIn) => {
      const startedAt = new Date().toISOString();
      const what = { version, targets: [], checks: [], scenarios: [], startedAt };
      const options = { ...what, ...means, ...signIn };
      const context = await prepare(options, { url, era: seen, profile, hooks }, pool, secrets);
      const world = createWorld(context, { id: 'connect' }, createRecorder());
      // The newest first, as clients that speak both kinds do.
      const eras = flags.era ? [flags.era] : GRADED_ERAS.toReversed();
      const show = (told: Told) => {
        if (!flags.json) terminal.out(lineOf(told));
      };
      const { told, exitCode } = await walk(
        { world, eras, scope: config.scopes.read, readyToken: means.readyToken },
        secrets.redact,
        show,
      );
      if (flags.json) terminal.out(`${JSON.stringify(told, null, 1)}\n`);
      else terminal.out(`\n${inTheEnd(told, exitCode)}\n`);
      return exitCode;
    });
  } finally {
    await pool.destroy();
  }
}

/** The target's words stay on their line, and are no longer than anybody reads. */
const oneLine = (text: string): string => {
  const line = visibleLine(text).trim();
  return line.length > MOST_SAID ? `${line.slice(0, MOST_SAID)}…` : line;
};
const MOST_SAID = 600;

const lineOf = ({ does, ok, says, but = [] }: Told): string =>
  [`${ok ? 'ok   ' : 'stops'}  ${oneLine(does)}: ${oneLine(says)}`, ...but.map((one) => `but    ${oneLine(one)}`)]
    .map((line) => `${line}\n`)
    .join('');

function inTheEnd(told: readonly Told[], exitCode: number): string {
  if (exitCode !== 0) return 'Not connected: this is where it stops.';
  const stops = told.filter(({ but }) => but).length;
  if (stops === 0) return 'Connected.';
  return `Connected, but ${stops === 1 ? 'at one step' : `at ${stops} steps`} known clients would stop.`;
}

/** Goes the way step by step, and tells each. */
async function walk(
  way: Omit<Way, 'step'>,
  redact: (text: string) => string,
  show: (told: Told) => void,
): Promise<{ told: Told[]; exitCode: number }> {
  const told: Told[] = [];
  const tell = (does: string, ok: boolean, { says, but = [] }: Done) => {
    const one = { does, ok, says: redact(says), ...(but.length > 0 ? { but: but.map(redact) } : {}) };
    told.push(one);
    show(one);
  };
  let doing = 'asks the URL without a token';
  const step: Way['step'] = async (does, run) => {
    doing = does;
    const done = await run();
    tell(does, true, typeof done === 'string' ? { says: done } : done);
  };
  try {
    await goIn({ ...way, step });
    return { told, exitCode: 0 };
  } catch (error) {
    const { sentence, exitCode } = whyStopped(error);
    tell(doing, false, { says: sentence });
    return { told, exitCode };
  }
}
