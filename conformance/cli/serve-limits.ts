import { seconds } from '../config/duration.ts';
import type { StackOptions } from '../stack/start-stack.ts';
import type { ServeFlags } from './serve-flags.ts';

type Settings = NonNullable<StackOptions['settings']>;

/** What a test rig may want wider or shorter: which setting each flag is, and what is printed of it. */
const LIMITS = {
  registrations: { setting: 'registrationsPerHour', says: 'registrations an hour' },
  calls: { setting: 'callsPerMinute', says: 'calls of a user a minute' },
  burst: { setting: 'burst', says: 'calls of a user at once' },
  tokenLifetime: { setting: 'accessTokenSeconds', says: 'seconds for an access token' },
  refreshLifetime: { setting: 'refreshTokenSeconds', says: 'seconds for a refresh token' },
} as const satisfies Partial<Record<keyof ServeFlags, { setting: keyof Settings; says: string }>>;

type Limit = keyof typeof LIMITS;

const given = (flags: ServeFlags): [Limit, number][] =>
  (Object.keys(LIMITS) as Limit[]).flatMap((name) => {
    const value = flags[name];
    return value === undefined ? [] : [[name, typeof value === 'string' ? seconds(value) : value]];
  });

/** The settings of the gateway that the flags ask for. */
export const limitsOf = (flags: ServeFlags): Settings =>
  Object.fromEntries(given(flags).map(([name, value]) => [LIMITS[name].setting, value]));

/** What is printed of them. */
export const limitRows = (flags: ServeFlags): [string, string][] => [
  ...given(flags).map(([name, value]): [string, string] => ['limit', `${value} ${LIMITS[name].says}`]),
  ...(flags.brokerCalls === undefined
    ? []
    : [['limit', `${flags.brokerCalls} calls of an account a minute at the brokerage`] satisfies [string, string]]),
];
