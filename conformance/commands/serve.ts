import type { RuleSet } from '../../mock-broker/index.ts';
import type { ProfileId } from '../../reference-server/types.ts';
import { checks } from '../checks/index.ts';
import { UsageError } from '../failures.ts';
import { loadScenarios } from '../scenarios/load.ts';
import { readControls, readFaults, type TypedControl, tell } from './broker-controls.ts';
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
  fault?: string[];
  control?: string[];
  ruleSet?: RuleSet;
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
  const told = readControls(flags.control);
  const stack = await startStack({
    profile: flags.profile,
    mutants,
    ...(flags.clock ? { clock: flags.clock } : rig ? {} : { clock: 'real' }),
    ...orders(flags),
    ...(flags.hooks || rig || told.length > 0 ? { hooks: terminal.env.OPENBELL_HOOKS_TOKEN || true } : {}),
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.brokerPort === undefined ? {} : { brokerPort: flags.brokerPort }),
    ...(flags.publicUrl === undefined ? {} : { publicUrl: flags.publicUrl }),
  }).catch(sayPortIsTaken);
  await tellAll(told, stack, stack.broker.origin, stack.hooks?.token);
  terminal.out(describeStack(stack, flags, flags.clock !== undefined || rig));
  const forget = leaveToken(terminal, stack.hooks, stack.gateway.origin, stack.broker.origin);
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

/** What the brokerage is to be like from the start. */
const orders = ({ fault, ruleSet }: ServeFlags) => ({
  faults: readFaults(fault),
  ...(ruleSet === undefined ? {} : { ruleSet }),
});

/** Tells a brokerage that has just started; where it refuses, nothing is served. */
async function tellAll(
  told: readonly TypedControl[],
  server: { close(): Promise<void> },
  origin: string,
  token = '',
): Promise<void> {
  for (const { text, request } of told) {
    await tell({ url: `${origin}/test-hooks`, token }, request).catch(async (error: Error) => {
      await server.close();
      throw new UsageError(`--control “${text}”: ${error.message}`);
    });
  }
}

function leaveToken(terminal: Terminal, hooks: { token: string } | undefined, ...origins: string[]): () => void {
  const forgets = hooks ? origins.map((origin) => leaveHooksToken(origin, hooks.token, terminal.env)) : [];
  return () => {
    for (const forget of forgets) forget();
  };
}

function describeStack(stack: Stack, flags: ServeFlags, isVirtual: boolean): string {
  const { profile } = flags;
  const { gateway, broker, hooks } = stack;
  const now = new Date(stack.clock.now()).toISOString();
  const rows: [string, string][] = [
    ['MCP URL', stack.mcpUrl],
    ['profile', profile ?? ''],
    ['brokerage', broker.origin],
    ['Client Center', `${broker.origin}/client-center`],
    ['redirect URI for keys', `${gateway.origin}/auth/callback`],
    ...hookRows(hooks),
    ...(flags.mutant ?? []).map((name): [string, string] => ['mutant', name]),
    ...toldRows(flags),
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

async function serveBroker(terminal: Terminal, flags: ServeFlags): Promise<{ close(): Promise<void> }> {
  for (const [flag, given] of Object.entries({
    profile: flags.profile,
    mutant: flags.mutant?.length,
    'public-url': flags.publicUrl,
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
  await tellAll(told, broker, broker.origin, broker.hooks?.token);
  terminal.out(describeBroker(broker, flags));
  const forget = leaveToken(terminal, broker.hooks, broker.origin);
  return {
    close: async () => {
      forget();
      await broker.close();
    },
  };
}

function describeBroker({ origin, keyId, secret, hooks }: LoneBroker, flags: ServeFlags): string {
  const stream = `${origin.replace('http', 'ws')}/stream`;
  const rows: [string, string][] = [
    ['base URL', `${origin}   trading and market data; paths start with /v2`],
    ['stream', `${stream}   trade_updates`],
    ['APCA-API-KEY-ID', keyId],
    ['APCA-API-SECRET-KEY', secret],
    ['Client Center', `${origin}/client-center`],
    ...hookRows(hooks),
    ...toldRows(flags),
    ['clock', flags.clock ? `stands at ${flags.clock}; test hooks move it` : 'the machine’s own'],
  ];
  const example = `curl -H "APCA-API-KEY-ID: ${keyId}" -H "APCA-API-SECRET-KEY: ${secret}" ${origin}/v2/account`;
  const tell = hooks
    ? `\n     openbell broker ${origin} halt AAPL`
    : '\nwith --hooks it can be told what to do: openbell broker';
  return `${table(rows)}\n\n${clients(origin, stream)}\n\n${people}\n\ntry: ${example}${tell}\nCtrl-C stops it.\n`;
}

const clients = (origin: string, stream: string) => `point a client at it:
  export APCA_API_BASE_URL=${origin} APCA_API_DATA_URL=${origin}   # with the two keys as APCA_API_KEY_ID, APCA_API_SECRET_KEY
  @alpacahq/alpaca-trade-api: new trading.Configuration({ keyId, secret, basePath: '${origin}' })
                              new streaming.TradingStream({ credentials: { keyId, secret }, url: '${stream}' })`;

const toldRows = ({ fault = [], control = [], ruleSet }: ServeFlags): [string, string][] => [
  ...(ruleSet ? [['rule set', ruleSet] as [string, string]] : []),
  ...fault.map((text): [string, string] => ['fault', text]),
  ...control.map((text): [string, string] => ['control', text]),
];

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
