import { loadConfig } from '../config/config.ts';
import { version } from '../files/package-root.ts';
import { PROFILE_IDS, PROFILES, type ProfileId } from '../profiles/index.ts';
import { prepare } from '../runner/prepare.ts';
import { createWorld } from '../stage/world.ts';
import type { Era } from '../vocabulary/era.ts';
import { hasAll } from '../vocabulary/profile.ts';
import type { World } from '../vocabulary/world.ts';
import { createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { assertMcpUrl, hookAccess } from './check.ts';
import { type ConnectStep, connectSteps, whyStopped } from './connect-steps.ts';
import { probe } from './probe.ts';
import { type SignIn, signingIn } from './sign-in.ts';
import type { Terminal } from './terminal.ts';

export interface ConnectFlags {
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
}

/** Does what a client does, step by step; exit code 0 when it got in, 1 where the target stopped it, 3 where we did. */
export async function connect(terminal: Terminal, url: string, flags: ConnectFlags): Promise<number> {
  assertMcpUrl(url);
  const config = loadConfig(flags.config, terminal.env);
  const era = flags.era ?? (await probe(url, { headers: config.headers })).at(-1)!;
  const hooks = hookAccess(url, config, terminal.env);
  const profile = flags.profile ?? config.profile;
  const { users, clients, scopes, signInOrigins } = config;
  const pool = createPool();
  const secrets = createSecrets();
  try {
    return await signingIn(flags.userAgent ?? config.userAgent, async (signIn) => {
      const startedAt = new Date().toISOString();
      const options = {
        version,
        targets: [],
        checks: [],
        scenarios: [],
        users,
        clients,
        scopes,
        signInOrigins,
        startedAt,
        ...signIn,
      };
      const look = async (as: ProfileId | undefined) =>
        createWorld(
          await prepare(options, { url, era, profile: as, hooks }, pool, secrets),
          { id: 'connect' },
          createRecorder(),
        );
      const world = await look(profile ?? (await nearestProfile(await look(undefined))));
      const show = (told: Told) => {
        if (!flags.json) terminal.out(`${told.ok ? 'ok   ' : 'stops'}  ${told.does}: ${told.says}\n`);
      };
      const { told, exitCode } = await walk(connectSteps(world), secrets.redact, show);
      if (flags.json) terminal.out(`${JSON.stringify(told, null, 1)}\n`);
      else terminal.out(exitCode === 0 ? '\nConnected.\n' : '\nNot connected: this is where it stops.\n');
      return exitCode;
    });
  } finally {
    await pool.destroy();
  }
}

/** Whether clients can register themselves tells the profiles apart. */
async function nearestProfile(world: World): Promise<ProfileId> {
  const { authorizationServer } = await world.discovery();
  const registers = authorizationServer?.doc.registration_endpoint !== undefined;
  return PROFILE_IDS.find((id) => hasAll(PROFILES[id], ['registration']) === registers)!;
}

async function walk(
  steps: readonly ConnectStep[],
  redact: (text: string) => string,
  show: (told: Told) => void,
): Promise<{ told: Told[]; exitCode: number }> {
  const told: Told[] = [];
  const tell = (does: string, ok: boolean, says: string) => {
    const one = { does, ok, says: redact(says) };
    told.push(one);
    show(one);
  };
  for (const { does, run } of steps) {
    try {
      tell(does, true, await run());
    } catch (error) {
      const { sentence, exitCode } = whyStopped(error);
      tell(does, false, sentence);
      return { told, exitCode };
    }
  }
  return { told, exitCode: 0 };
}
