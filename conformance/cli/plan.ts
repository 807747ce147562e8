import { PROFILES } from '../profiles/index.ts';
import { plural } from '../run/words.ts';
import { appliesTo, ordersOf } from '../runner/journey-needs.ts';
import type { RunOptions } from '../runner/options.ts';
import { selectChecks, selectScenarios } from '../runner/select.ts';
import { REGISTRATIONS } from '../stage/patience.ts';
import { ERAS, GRADED_ERAS } from '../vocabulary/era.ts';
import { hasAll, type Profile } from '../vocabulary/profile.ts';
import { assertSelection } from './grade.ts';
import type { CheckFlags } from './grade-target.ts';
import { meansOf } from './means.ts';
import { type CheckTarget, hookAccess } from './targets.ts';
import type { Terminal } from './terminal.ts';

type What = Pick<RunOptions, 'checks' | 'scenarios'>;

/** What is graded at a target, as far as that is known before it was asked anything. */
interface Chosen {
  id: string;
  orders: number;
}

function chosenOf({ checks, scenarios }: What, flags: CheckFlags, profile: Profile | undefined): [Chosen[], Chosen[]] {
  const has = (needs: Parameters<typeof hasAll>[1]) => !profile || hasAll(profile, needs);
  const selection = { ...(flags.only ? { only: flags.only } : {}), ...(flags.skip ? { skip: flags.skip } : {}) };
  const those = selectChecks({ checks, ...selection }).filter(({ applies }) => has(applies?.needs));
  const journeys = selectScenarios({ scenarios, ...selection }).filter((one) => has(appliesTo(one).needs));
  return [
    those.map(({ id, orders = 0 }) => ({ id, orders })),
    journeys.map((one) => ({ id: one.id, orders: ordersOf(one) })),
  ];
}

const sum = (all: readonly Chosen[]): number => all.reduce((total, { orders }) => total + orders, 0);

/** Says for each target what a run would do to it, and asks none of them anything. */
export function plan(terminal: Terminal, targets: readonly CheckTarget[], flags: CheckFlags, what: What): number {
  assertSelection(flags, what);
  for (const target of targets) terminal.out(`${planOf(terminal, target, flags, what).join('\n')}\n`);
  return 0;
}

function planOf({ env }: Terminal, { url, config }: CheckTarget, flags: CheckFlags, what: What): string[] {
  const means = meansOf(flags, config, env);
  const depth = flags.depth ?? config.depth;
  const id = flags.profile ?? config.profile;
  const profile = id && PROFILES[id];
  const [checks, journeys] = chosenOf(what, flags, profile);
  const hooks = depth === 'public' ? undefined : hookAccess(url, config, env);
  const eras = flags.era ?? config.eras;
  const isMinting = means.mint !== undefined;
  const names = (means.users ?? []).map(({ email }) => email).join(', ') || 'nobody';
  return [
    `${url}: nothing is sent; a run would`,
    `  grade ${plural(checks.length, 'check')} and ${plural(journeys.length, 'journey')} at most${id ? `, by the profile ${id}` : ''}, in ${eras?.join(', ') ?? `those of ${ERAS.filter((era) => GRADED_ERAS.includes(era)).join(', ')} that are spoken`}`,
    isMinting
      ? `  mint tokens at ${means.mint!.url}, as the platform of the configuration, for ${names}; once with wrong secrets, and in vain for scopes that there are not`
      : `  sign in ${names}`,
    ...(isMinting ? [] : [`  register ${means.registrations ?? REGISTRATIONS} clients at most`]),
    `  call tools that only read: ${toolsOf(config.tools, profile)}`,
    ...ordersIn([...checks, ...journeys], means, (eras ?? GRADED_ERAS).length),
    hooks ? `  use the test hooks at ${hooks.url}` : '  use no test hooks',
    '  and less of all this: nothing was asked what it offers, so each number is the most; “profile” and “tools” in the configuration bring it closer',
  ];
}

const READING = ['accounts', 'summary', 'positions', 'orders', 'quote'] as const;

function toolsOf(given: CheckTarget['config']['tools'], profile: Profile | undefined): string {
  const named = READING.flatMap((purpose) => given[purpose]?.name ?? profile?.tools[purpose]?.name ?? []);
  return named.length > 0 ? [...new Set(named)].join(', ') : 'those that tools/list suggests';
}

function ordersIn(all: readonly Chosen[], { mayTrade, maxOrders }: ReturnType<typeof meansOf>, eras: number): string[] {
  if (!mayTrade)
    return ['  place no order: that takes paper_account in the configuration, --allow-orders and --max-orders'];
  const wanted = sum(all) * eras;
  const most = maxOrders === undefined ? wanted : Math.min(maxOrders, wanted);
  const each = all.filter(({ orders }) => orders > 0).map(({ id, orders }) => `    ${orders} × ${eras}  ${id}`);
  return [
    `  make ${most} calls at most that may place an order${most < wanted ? `, of ${wanted} that are wanted` : ''}:`,
    ...each,
  ];
}
