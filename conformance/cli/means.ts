import { accessToken, type Config } from '../config/config.ts';
import { seconds } from '../config/duration.ts';
import { readText } from '../files/yaml-file.ts';
import { UsageError } from '../help/failures.ts';
import type { RunOptions } from '../runner/options.ts';

/** Flags that say what is at hand for a target, over what the configuration says. */
export interface MeansFlags {
  tokenEnv?: string;
  /** A file of certificates in PEM. */
  ca?: string;
  allowOrders?: boolean;
  maxOrders?: number;
  maxRegistrations?: number;
  /** Such as `10m`. */
  patience?: string;
  depth?: 'public' | 'full';
}

type Means = Pick<
  RunOptions,
  | 'users'
  | 'clients'
  | 'clientCenter'
  | 'scopes'
  | 'signInOrigins'
  | 'mint'
  | 'partnerKeys'
  | 'readyToken'
  | 'ca'
  | 'headers'
  | 'tools'
  | 'mayTrade'
  | 'maxOrders'
  | 'registrations'
  | 'patience'
  | 'secretMembers'
>;

/** What is at hand for a target: users, clients, a token, leave to trade, time. Nobody signs in where only what is public is wanted. */
export function meansOf(flags: MeansFlags, config: Config, env: NodeJS.ProcessEnv): Means {
  const { clients, clientCenter, mint, scopes, signInOrigins, headers, tools, paperAccount } = config;
  const depth = flags.depth ?? config.depth;
  const readyToken = flags.tokenEnv === undefined ? config.readyToken : tokenIn(flags.tokenEnv, env);
  if (flags.allowOrders && !paperAccount)
    throw new UsageError('--allow-orders needs “paper_account” in the configuration: that no real money is in it');
  // Its checks confirm orders, some of them many times.
  if (flags.allowOrders && mint && flags.maxOrders === undefined)
    throw new UsageError(
      '--allow-orders needs --max-orders <n> where tokens are minted: --plan tells how many are wanted',
    );
  return {
    users: depth === 'public' ? [] : (mint?.users ?? config.users),
    mint,
    partnerKeys: config.partnerKeys,
    clients,
    clientCenter: depth === 'public' ? undefined : clientCenter,
    scopes,
    signInOrigins,
    readyToken,
    ca: flags.ca === undefined ? undefined : certificates(flags.ca),
    headers,
    tools,
    mayTrade: (flags.allowOrders ?? false) && paperAccount,
    maxOrders: flags.maxOrders,
    secretMembers: config.secretMembers,
    registrations: flags.maxRegistrations ?? config.registrations,
    patience: flags.patience === undefined ? config.patience : seconds(flags.patience),
  };
}

/** The certificates of a file; a file without any would be passed over in silence. */
function certificates(file: string): string {
  const pem = readText(file, file);
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new UsageError(`${file} holds no certificate in PEM`);
  return pem;
}

function tokenIn(variable: string, env: NodeJS.ProcessEnv): string {
  const token = env[variable];
  if (!token) throw new UsageError(`--token-env names the environment variable ${variable}, which is not set`);
  return accessToken(token, variable);
}
