import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { openYaml, parseYamlFile, readText } from '../files/yaml-file.ts';
import { UsageError } from '../help/failures.ts';
import type { ProfileId } from '../profiles/index.ts';
import type { Expected } from '../run/baseline.ts';
import type { ERAS } from '../vocabulary/era.ts';
import type { Trait } from '../vocabulary/people.ts';
import type { Purpose } from '../vocabulary/profile.ts';
import { readBaseline } from './baseline-file.ts';
import { seconds } from './duration.ts';
import { configSchema, type Settings, type Written } from './schema.ts';

/** A user as the suite knows them; `email` is what they sign in with, whatever it looks like. */
export interface ConfigUser {
  name?: string;
  email: string;
  password: string;
  accounts?: { id: string; account_number: string }[];
  traits?: Trait[];
}

export interface ConfigTool {
  name: string;
  args?: Record<string, unknown>;
}

/** What a run must come to, and the failures that are known. */
export interface GateConfig {
  failOn: 'must' | 'should';
  minJudged?: number | undefined;
  maxUntestable?: number | undefined;
  /** Exercises, and ids of checks and journeys. */
  required: string[];
  expect: Expected[];
  /** The file that `expect` was read from. */
  expectFile?: string | undefined;
}

/** A gateway of several, by the name that reports call it by. */
export interface NamedTarget {
  name: string;
  url: string;
  /** Throws `UsageError` where an environment variable is not set: only whoever is graded needs theirs. */
  config(): Config;
}

/** What the configuration comes to, with secrets read from the environment. */
export interface Config {
  profile?: ProfileId | undefined;
  eras?: (typeof ERAS)[number][] | undefined;
  /** `public`: only what needs nobody is wanted. */
  depth?: 'public' | 'full' | undefined;
  clients: { clientId: string; clientSecret?: string; redirectUri?: string }[];
  /** Where users make keys by hand, and how many a run may make there. */
  clientCenter?: { url: string; most?: number | undefined } | undefined;
  scopes: { read?: string | undefined; trade?: string | undefined };
  users: ConfigUser[];
  /** Partner keys, and whether they may stand in the address. */
  partnerKeys?:
    | { whole?: string | undefined; part?: string | undefined; revoked?: string | undefined; inAddress: boolean }
    | undefined;
  /** Where a platform mints tokens, as which, and for whom. */
  mint?: { url: string; clientId: string; clientSecret: string; users: ConfigUser[] } | undefined;
  /** Tools by what they are for. */
  tools: Partial<Record<Purpose, ConfigTool>>;
  /** An access token that somebody has got already. */
  readyToken?: string | undefined;
  /** Sent with every request to the MCP URL, and nowhere else. */
  headers: Record<string, string>;
  /** Where passwords may be typed, besides the gateway, its authorization server and the brokerage that hooks name. */
  signInOrigins: string[];
  /** Where the target may lead though that is nearer to us than it is itself. */
  insideOrigins: string[];
  /** Names of members, fields and parameters that hold a secret, besides the usual. */
  secretMembers: string[];
  hooks?: { url: string; token: string } | undefined;
  /** Somebody says that the account is a paper account: without it nothing is ever ordered on a stranger's server. */
  paperAccount: boolean;
  registrations?: number | undefined;
  /** Seconds. */
  patience?: number | undefined;
  /** The part of what applies that must be judged for a run to be a claim. */
  minJudged?: number | undefined;
  /** The frozen set of checks that counts, such as `2026.11`. */
  checks?: string | undefined;
  /** What a run must come to for the exit code 0. */
  gate?: GateConfig | undefined;
  userAgent?: 'form' | 'browser' | 'person' | undefined;
  out?: string | undefined;
  /** Several gateways to be graded side by side, each with all that is known of it. */
  targets: NamedTarget[];
  /** Where the file speaks of the target, as pipelines point at a place: the line of its profile, or the first. */
  configured?: { file: string; line: number } | undefined;
}

export const emptyConfig: Config = {
  clients: [],
  scopes: {},
  users: [],
  tools: {},
  headers: {},
  signInOrigins: [],
  insideOrigins: [],
  secretMembers: [],
  paperAccount: false,
  targets: [],
};

/** Reads `file`, by default `openbell.yaml` where there is one. Throws `UsageError` with the line that is wrong. */
export function loadConfig(file: string | undefined, env: NodeJS.ProcessEnv = process.env): Config {
  const path = file ?? 'openbell.yaml';
  if (!existsSync(path)) {
    if (file === undefined) return emptyConfig;
    throw new UsageError(`there is no configuration file ${path}; “openbell init” writes one`);
  }
  const content = readText(path, path);
  const config = parseConfig(content, path, env);
  const yaml = openYaml(content, path);
  const configured = (place: (string | number)[]) => ({
    file: relative('.', path),
    line: Number(yaml.at(place, true).split(':').at(-1)),
  });
  const targets = config.targets.map((target, at) => ({
    ...target,
    config: () => ({ ...target.config(), configured: configured(['targets', at, 'name']) }),
  }));
  return { ...config, targets, configured: configured(['profile']) };
}

/** What environment variables hold. Throws `UsageError` where one is not set. */
function createReader(name: string, env: NodeJS.ProcessEnv) {
  const variable = (called: string): string => {
    const value = env[called];
    if (value) return value;
    throw new UsageError(`${name} takes a secret from the environment variable ${called}, which is not set`);
  };
  /** A text with each `${NAME}` in it replaced. */
  const filled = (written: string): string =>
    written.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, called: string) => variable(called));
  return { variable, filled };
}
type Reader = ReturnType<typeof createReader>;

/** The configuration in `text`; `name` is how messages call the file. */
export function parseConfig(content: string, name: string, env: NodeJS.ProcessEnv): Config {
  const written = parseYamlFile(content, name, configSchema);
  const { targets = [], gate: asked, min_judged, checks, out, ...common } = written;
  const gate = asked && gateOf(asked, name);
  const config = (own: Settings): Config => ({
    ...settingsIn({ ...common, ...own }, name, env),
    minJudged: min_judged,
    // Unquoted it is a number: 2026.10 would be another one.
    ...(checks === undefined ? {} : { checks: String(checks) }),
    ...(gate ? { gate } : {}),
    out,
    targets: [],
  });
  const named = targets.map(({ name: called, url: place, ...own }) => ({
    name: called,
    url: place,
    config: () => config(own),
  }));
  return { ...config({}), targets: named };
}

type PerTarget = Omit<Config, 'targets' | 'gate' | 'checks' | 'minJudged' | 'out'>;

function settingsIn(written: Settings, name: string, env: NodeJS.ProcessEnv): PerTarget {
  const reader = createReader(name, env);
  const { variable, filled } = reader;
  const { hooks: access } = written;
  return {
    profile: written.profile,
    eras: written.eras,
    depth: written.depth,
    clients: (written.clients ?? []).map((one) => ({
      clientId: filled(one.client_id),
      ...(one.client_secret ? { clientSecret: filled(one.client_secret) } : {}),
      ...(one.redirect_uri ? { redirectUri: one.redirect_uri } : {}),
    })),
    clientCenter: written.client_center === undefined ? undefined : { url: written.client_center, most: written.keys },
    scopes: written.scopes ?? {},
    users: (written.users ?? []).map((one) => userOf(one, reader)),
    mint: written.mint && mintOf(written.mint, reader),
    partnerKeys: written.partner_keys && keysOf(written.partner_keys, reader),
    tools: toolsOf(written.tools ?? {}),
    readyToken: written.token_env && accessToken(variable(written.token_env), written.token_env),
    headers: Object.fromEntries(
      Object.entries(written.headers ?? {}).map(([header, value]) => [
        header,
        headerValue(filled(value), header, name),
      ]),
    ),
    signInOrigins: (written.sign_in_origins ?? []).map((one) => new URL(one).origin),
    secretMembers: written.secret_members ?? [],
    insideOrigins: (written.inside_origins ?? []).map((one) => new URL(one).origin),
    hooks: access && {
      url: access.url.replace(/\/$/, ''),
      token: access.token ? filled(access.token) : variable(access.token_env!),
    },
    paperAccount: written.paper_account !== undefined,
    registrations: written.registrations,
    patience: written.patience === undefined ? undefined : seconds(written.patience),
    userAgent: written.user_agent,
  };
}

/** Whom a platform mints for: their id there, and their secret. */
function mintOf({ url, client_id_env, client_secret_env, users }: NonNullable<Written['mint']>, reader: Reader) {
  return {
    url,
    clientId: reader.variable(client_id_env),
    clientSecret: reader.variable(client_secret_env),
    users: users.map(({ user_id, user_secret_env, ...rest }) =>
      userOf({ ...rest, username: reader.filled(user_id), password_env: user_secret_env }, reader),
    ),
  };
}

/** Partner keys: each in an environment variable of its own. */
function keysOf({ key_env, part_env, revoked_env, in_address }: NonNullable<Written['partner_keys']>, reader: Reader) {
  const held = (name: string | undefined) => name && reader.variable(name);
  return { whole: held(key_env), part: held(part_env), revoked: held(revoked_env), inAddress: in_address ?? false };
}

/** A baseline in a file of its own stands beside the configuration. */
function gateOf(
  { fail_on, min_judged, max_untestable, required, expect = [] }: NonNullable<Written['gate']>,
  name: string,
) {
  const expectFile = typeof expect === 'string' ? join(dirname(name), expect) : undefined;
  return {
    failOn: fail_on ?? 'must',
    minJudged: min_judged,
    maxUntestable: max_untestable,
    required,
    // One that is not there yet may be about to be written.
    expect: typeof expect !== 'string' ? expect : existsSync(expectFile!) ? readBaseline(expectFile!) : [],
    expectFile,
  };
}

/** A token that is no credential of RFC 6750 would end as a broken header. */
export function accessToken(token: string, variable: string): string {
  if (/^[\w.~+/=-]+$/.test(token)) return token;
  throw new UsageError(`${variable} holds no access token: it has other characters`);
}

/** What may stand in a header by RFC 9110 §5.5. */
function headerValue(value: string, header: string, file: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw new UsageError(`${file}: “headers.${header}” has characters that no header may hold, such as a line break`);
}

function userOf(one: NonNullable<Written['users']>[number], { variable, filled }: Reader): ConfigUser {
  return {
    ...(one.name ? { name: one.name } : {}),
    email: (one.username ?? one.email)!,
    password: one.password ? filled(one.password) : variable(one.password_env!),
    ...(one.accounts ? { accounts: one.accounts.map((id) => ({ id, account_number: id })) } : {}),
    ...(one.traits ? { traits: one.traits } : {}),
  };
}

/** `read` is any tool that only reads, `trade` the one that places orders. */
function toolsOf({ read, trade, ...others }: NonNullable<Written['tools']>): Config['tools'] {
  const named = { ...(read ? { accounts: read } : {}), ...(trade ? { place: trade } : {}), ...others };
  return Object.fromEntries(
    Object.entries(named).map(([purpose, one]) => [purpose, typeof one === 'string' ? { name: one } : one]),
  );
}
