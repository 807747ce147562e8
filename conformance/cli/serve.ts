import { checks } from '../checks/index.ts';
import { UsageError } from '../help/failures.ts';
import { PROFILE_IDS, PROFILES, type ProfileId } from '../profiles/index.ts';
import { plural } from '../run/words.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { readControls, readFaults, type TypedControl, tell } from '../stack/broker-controls.ts';
import { findMutants, type ListedMutant, mustShow, mutantCatalogue, seenIn } from '../stack/mutant-catalogue.ts';
import { profilesWithDpop, profilesWithFixtures, startBroker, startStack } from '../stack/start-stack.ts';
import { profileHas } from '../vocabulary/profile.ts';
import { leaveHooksToken } from './hooks-token-file.ts';
import type { ServeFlags } from './serve-flags.ts';
import { limitsOf } from './serve-limits.ts';
import { describeBroker, describeStack, type Row } from './serve-text.ts';
import type { Terminal } from './terminal.ts';

/** Starts a gateway and its brokerage, or the brokerage alone, and keeps them until Ctrl-C. */
export async function serve(terminal: Terminal, flags: ServeFlags): Promise<number> {
  const running = flags.brokerOnly ? await serveBroker(terminal, flags) : await serveStack(terminal, flags);
  await new Promise<void>((resolve) => terminal.onInterrupt(resolve));
  terminal.err('\nstopping\n');
  await running.close();
  return 0;
}

async function serveStack(terminal: Terminal, flags: ServeFlags): Promise<{ close(): Promise<void> }> {
  if (!flags.profile) throw new UsageError(`serve needs --profile, one of ${PROFILE_IDS.join(', ')}, or --broker-only`);
  const listed = flags.mutant?.length ? mutantsOf(flags.profile, flags.mutant) : [];
  const mutants = listed.map(({ mutant }) => mutant);
  // A broken gateway is there to be graded, and grading it fully takes hooks and a clock that they can move.
  const rig = mutants.length > 0;
  if (flags.state !== undefined && (flags.clock || rig)) {
    throw new UsageError('--state goes by the machine’s clock: leave out --clock and --mutant');
  }
  if (flags.fixtures && !profilesWithFixtures().includes(flags.profile)) {
    throw new UsageError(`--fixtures goes with --profile ${profilesWithFixtures().join(' or ')}`);
  }
  if (flags.dpop && !profilesWithDpop().includes(flags.profile)) {
    throw new UsageError(`--dpop goes with --profile ${profilesWithDpop().join(' or ')}`);
  }
  const told = readControls(flags.control);
  const stack = await startStack({
    profile: flags.profile,
    mutants,
    ...(flags.clock ? { clock: flags.clock } : rig ? {} : { clock: 'real' }),
    ...orders(flags),
    settings: {
      ...limitsOf(flags),
      ...(flags.keyInAddress ? { keyInAddress: true } : {}),
      ...(flags.dpop ? { dpop: true, dpopNonces: flags.dpop === 'nonces' } : {}),
    },
    ...(flags.brokerCalls === undefined ? {} : { brokerRequestsPerMinute: flags.brokerCalls }),
    ...(profileHas(PROFILES[flags.profile], 'client-center') ? { keys: ['openbell', 'openbell, another'] } : {}),
    ...(flags.hooks || rig || told.length > 0 ? { hooks: terminal.env.OPENBELL_HOOKS_TOKEN || true } : {}),
    ...(flags.state === undefined ? {} : { state: flags.state }),
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.brokerPort === undefined ? {} : { brokerPort: flags.brokerPort }),
    ...(flags.apiPort === undefined ? {} : { apiPort: flags.apiPort }),
    ...(flags.added ? { withAdded: true } : {}),
    ...(flags.fixtures ? { fixtures: flags.fixtures } : {}),
    ...(flags.allowOrigin ? { allowedOrigins: flags.allowOrigin } : {}),
    ...(flags.publicUrl === undefined ? {} : { publicUrl: flags.publicUrl }),
    ...(flags.apiPublicUrl === undefined ? {} : { apiPublicUrl: flags.apiPublicUrl }),
  }).catch(sayPortIsTaken);
  const sins = listed.map((one): Row => ['mutant', labelled(one)]);
  const done = await tellAll(told, stack, stack.broker.origin, stack.hooks?.token);
  terminal.out(describeStack(stack, flags, [...sins, ...done], flags.clock !== undefined || rig));
  const forget = leaveToken(terminal, stack.hooks, stack.gateway.origin, stack.broker.origin);
  return {
    close: async () => {
      forget();
      await stack.close();
      for (const { name, reached, differed } of stack.mutantReport()) {
        terminal.err(`mutant ${name}: asked ${times(reached)}, answered otherwise ${times(differed)}\n`);
      }
    },
  };
}

/** The mutants of these names, each of which something sees in this profile. */
function mutantsOf(profile: ProfileId, names: readonly string[]): ListedMutant[] {
  const scenarios = loadScenarios();
  const catalogue = mutantCatalogue(checks, scenarios);
  const mutants = findMutants(names, catalogue);
  for (const { name } of mutants) {
    const seen = seenIn(catalogue.get(name)!, checks, scenarios);
    if (seen.includes(profile)) continue;
    throw new UsageError(`the mutant “${name}” changes nothing in ${profile}; it shows in ${seen.join(' and ')}`);
  }
  return mutants.map(({ name }) => catalogue.get(name)!);
}

/** Its name, and what it comes to where that is no failure. */
const labelled = (listed: ListedMutant): string =>
  mustShow(listed, checks) === 'warn'
    ? `${listed.mutant.name}   must warn: with --strict it fails`
    : listed.mutant.name;

/** What the brokerage is to be like from the start. */
const orders = ({ fault, ruleSet }: ServeFlags) => ({
  faults: readFaults(fault),
  ...(ruleSet === undefined ? {} : { ruleSet }),
});

/** Tells a brokerage that has just started; where it refuses, nothing is served. What to print of the answers. */
async function tellAll(
  told: readonly TypedControl[],
  server: { close(): Promise<void> },
  origin: string,
  token = '',
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { text, request } of told) {
    const answer = await tell({ url: `${origin}/test-hooks`, token }, request).catch(async (error: Error) => {
      await server.close();
      throw new UsageError(`--control “${text}”: ${error.message}`);
    });
    rows.push(['control', `${text}${keysIn(answer)}`]);
  }
  return rows;
}

/** A new connection's secret is told once, and here. */
function keysIn(answer: unknown): string {
  const { key_id, secret } = (answer ?? {}) as { key_id?: string; secret?: string };
  return secret === undefined ? '' : `: APCA-API-KEY-ID ${key_id}, APCA-API-SECRET-KEY ${secret}`;
}

function leaveToken(terminal: Terminal, hooks: { token: string } | undefined, ...origins: string[]): () => void {
  const forgets = hooks ? origins.map((origin) => leaveHooksToken(origin, hooks.token, terminal.env)) : [];
  return () => {
    for (const forget of forgets) forget();
  };
}

async function serveBroker(terminal: Terminal, flags: ServeFlags): Promise<{ close(): Promise<void> }> {
  for (const [flag, given] of Object.entries({
    profile: flags.profile,
    mutant: flags.mutant?.length,
    'public-url': flags.publicUrl,
    state: flags.state,
  })) {
    if (given) throw new UsageError(`--${flag} is about the gateway, which --broker-only leaves out`);
  }
  const port = flags.brokerPort ?? flags.port;
  const told = readControls(flags.control);
  const broker = await startBroker({
    clock: flags.clock ?? 'real',
    ...orders(flags),
    ...(port === undefined ? {} : { port }),
    ...(flags.hooks || told.length > 0 ? { hooks: terminal.env.OPENBELL_HOOKS_TOKEN || true } : {}),
  }).catch(sayPortIsTaken);
  const done = await tellAll(told, broker, broker.origin, broker.hooks?.token);
  terminal.out(describeBroker(broker, flags, done));
  const forget = leaveToken(terminal, broker.hooks, broker.origin);
  return {
    close: async () => {
      forget();
      await broker.close();
    },
  };
}

const times = (n: number): string => plural(n, 'time');

function sayPortIsTaken(error: unknown): never {
  if ((error as Error).name === 'StateTrouble') throw new UsageError((error as Error).message);
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    throw new UsageError(`port ${port} is in use; choose another one, or leave it out for a free one`);
  if (code === 'EACCES') throw new UsageError(`port ${port} is not ours to open; choose one above 1024`);
  throw error;
}
