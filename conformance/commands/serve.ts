import type { ProfileId } from '../../reference-server/types.ts';
import { checks } from '../checks/index.ts';
import { UsageError } from '../failures.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { leaveHooksToken } from './hooks-token-file.ts';
import { findMutants, mutantCatalogue } from './mutant-catalogue.ts';
import { type LoneBroker, type Stack, startBroker, startStack } from './start-stack.ts';
import type { Terminal } from './terminal.ts';

export interface ServeFlags {
  profile?: ProfileId;
  port?: number;
  brokerPort?: number;
  publicUrl?: string;
  mutant?: string[];
  hooks?: boolean;
  clock?: string;
  brokerOnly?: boolean;
}

/** Starts a gateway and its brokerage, or the brokerage alone, and keeps them until Ctrl-C. */
export async function serve(terminal: Terminal, flags: ServeFlags): Promise<number> {
  const running = flags.brokerOnly ? await serveBroker(terminal, flags) : await serveStack(terminal, flags);
  await new Promise<void>((resolve) => terminal.onInterrupt(resolve));
  terminal.err('\nstopping\n');
  await running.close();
  return 0;
}

async function serveStack(terminal: Terminal, flags: ServeFlags): Promise<{ close(): Promise<void> }> {
  if (!flags.profile) throw new UsageError('serve needs --profile static-client or dynamic-client, or --broker-only');
  const mutants = flags.mutant?.length ? findMutants(flags.mutant, mutantCatalogue(checks, loadScenarios())) : [];
  // A broken gateway is there to be graded, and grading it fully takes hooks and a clock that they can move.
  const rig = mutants.length > 0;
  const stack = await startStack({
    profile: flags.profile,
    mutants,
    ...(flags.clock ? { clock: flags.clock } : rig ? {} : { clock: 'real' }),
    ...(flags.hooks || rig ? { hooks: terminal.env.OPENBELL_HOOKS_TOKEN || true } : {}),
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.brokerPort === undefined ? {} : { brokerPort: flags.brokerPort }),
    ...(flags.publicUrl === undefined ? {} : { publicUrl: flags.publicUrl }),
  }).catch(sayPortIsTaken);
  terminal.out(describeStack(stack, flags, flags.clock !== undefined || rig));
  const forget = stack.hooks ? leaveHooksToken(stack.hooks.url, stack.hooks.token, terminal.env) : () => {};
  return {
    close: async () => {
      forget();
      await stack.close();
      for (const { name, reached, differed } of stack.mutantReport()) {
        terminal.err(`mutant ${name}: asked ${reached} times, answered otherwise ${differed} times\n`);
      }
    },
  };
}

function describeStack(stack: Stack, { profile, mutant }: ServeFlags, isVirtual: boolean): string {
  const { gateway, broker, hooks } = stack;
  const now = new Date(stack.clock.now()).toISOString();
  const rows: [string, string][] = [
    ['MCP URL', stack.mcpUrl],
    ['profile', profile ?? ''],
    ['brokerage', broker.origin],
    ['Client Center', `${broker.origin}/client-center`],
    ['redirect URI for keys', `${gateway.origin}/auth/callback`],
    ...hookRows(hooks),
    ...(mutant ?? []).map((name): [string, string] => ['mutant', name]),
    ['clock', isVirtual ? `stands at ${now}; test hooks move it` : `the machine’s own${hooks ? waiting : ''}`],
  ];
  return `${table(rows)}\n\n${people}\n\ntry: npx openbell check ${stack.mcpUrl} --profile ${profile}\nCtrl-C stops it.\n`;
}

const waiting = '; with --clock 2026-11-17T15:00:00Z test hooks could move it, and what needs waiting be graded';

const people = `sign in with the password opening-bell as
  trader@example.com   trading, paid plan, one account
  reader@example.com   read-only connection
  free@example.com     no paid plan
  twin@example.com     two accounts`;

const table = (rows: [string, string][]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
};

async function serveBroker(terminal: Terminal, flags: ServeFlags): Promise<LoneBroker> {
  for (const [flag, given] of Object.entries({
    profile: flags.profile,
    mutant: flags.mutant?.length,
    'public-url': flags.publicUrl,
  })) {
    if (given) throw new UsageError(`--${flag} is about the gateway, which --broker-only leaves out`);
  }
  const port = flags.brokerPort ?? flags.port;
  const broker = await startBroker({
    clock: flags.clock ?? 'real',
    ...(port === undefined ? {} : { port }),
    ...(flags.hooks ? { hooks: terminal.env.OPENBELL_HOOKS_TOKEN || true } : {}),
  }).catch(sayPortIsTaken);
  terminal.out(describeBroker(broker));
  return broker;
}

function describeBroker({ origin, keyId, secret, hooks }: LoneBroker): string {
  const rows: [string, string][] = [
    ['base URL', origin],
    ['APCA-API-KEY-ID', keyId],
    ['APCA-API-SECRET-KEY', secret],
    ['Client Center', `${origin}/client-center`],
    ...hookRows(hooks),
  ];
  const example = `curl -H "APCA-API-KEY-ID: ${keyId}" -H "APCA-API-SECRET-KEY: ${secret}" ${origin}/v2/account`;
  return `${table(rows)}\n\n${people}\n\ntry: ${example}\nCtrl-C stops it.\n`;
}

const hookRows = (hooks: { url: string; token: string } | undefined): [string, string][] =>
  hooks
    ? [
        ['test hooks', hooks.url],
        ['hooks token', hooks.token],
      ]
    : [];

function sayPortIsTaken(error: unknown): never {
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    throw new UsageError(`port ${port} is in use; choose another one, or leave it out for a free one`);
  if (code === 'EACCES') throw new UsageError(`port ${port} is not ours to open; choose one above 1024`);
  throw error;
}
