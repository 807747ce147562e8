import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { openYaml, parseYamlFile, readText } from '../files/yaml-file.ts';
import { UsageError } from '../help/failures.ts';
import { PROFILE_IDS, type ProfileId } from '../profiles/index.ts';
import type { Expected } from '../run/baseline.ts';
import { ERAS } from '../vocabulary/era.ts';
import { TRAITS, type Trait } from '../vocabulary/people.ts';
import type { Purpose } from '../vocabulary/profile.ts';
import { expectedSchema, readBaseline } from './baseline-file.ts';
import { seconds } from './duration.ts';

const envName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'give the name of an environment variable, not its value');
const url = z.url({ protocol: /^https?$/, error: 'give a full http or https URL' });
const text = z.string().min(1);
/** How a file names an environment variable. */
const VARIABLE = '$'.concat('{NAME}');
/** A secret stands in the environment, and its place here: `${NAME}`. */
const secret = z
  .string()
  .regex(
    /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/,
    `no secret belongs in this file: write ${VARIABLE}, after an environment variable`,
  );
const tool = z.union([text, z.strictObject({ name: text, args: z.record(z.string(), z.unknown()).optional() })]);

const user = z
  .strictObject({
    name: text.optional(),
    username: text.optional(),
    email: text.optional(),
    password: secret.optional(),
    password_env: envName.optional(),
    accounts: z.array(text).nonempty().optional(),
    traits: z.array(z.enum(Object.keys(TRAITS) as [Trait, ...Trait[]])).optional(),
  })
  .superRefine((one, context) => {
    const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((one.username ?? one.email) === undefined) missing('username', 'is missing');
    else if (one.username !== undefined && one.email !== undefined)
      missing('email', 'is the same as “username”: give one of them');
    if ((one.password ?? one.password_env) === undefined) missing('password', `is missing: write ${VARIABLE}`);
    else if (one.password !== undefined && one.password_env !== undefined)
      missing('password_env', 'is another way to say “password”: give one of them');
  });

/** Refuses a list in which one stands twice: two that are one show nothing. */
const noneTwice =
  <T>(of: (one: T) => string | undefined) =>
  (all: readonly T[], context: z.RefinementCtx): void => {
    for (const [at, one] of all.entries()) {
      const first = all.findIndex((other) => of(other) === of(one));
      if (first === at || of(one) === undefined) continue;
      context.addIssue({ code: 'custom', path: [at], message: `“${of(one)}” stands in the list twice` });
    }
  };

const mint = z.strictObject({
  url,
  client_id_env: envName,
  client_secret_env: envName,
  users: z
    .array(
      z.strictObject({
        user_id: text,
        user_secret_env: envName,
        name: text.optional(),
        accounts: z.array(text).nonempty().optional(),
        traits: z.array(z.enum(Object.keys(TRAITS) as [Trait, ...Trait[]])).optional(),
      }),
    )
    .nonempty()
    .superRefine(noneTwice((one) => one.user_id)),
});

const client = z.strictObject({ client_id: text, client_secret: secret.optional(), redirect_uri: url.optional() });

const hooks = z
  .strictObject({ url, token: secret.optional(), token_env: envName.optional() })
  .superRefine((one, context) => {
    if ((one.token ?? one.token_env) !== undefined) return;
    context.addIssue({ code: 'custom', path: ['token_env'], message: 'is missing' });
  });

const gate = z.strictObject({
  fail_on: z.enum(['must', 'should']).optional(),
  min_judged: z.number().gt(0).max(1).optional(),
  max_untestable: z.number().min(0).max(1).optional(),
  required: z.array(text).default([]),
  expect: z.union([text, z.array(expectedSchema)]).optional(),
});

/** Headers that belong to the protocol, or that would make every request an authorized one. */
const OWN_HEADERS = /^(host|content-length|content-type|transfer-encoding|connection|accept|origin|mcp-.*)$/i;
const headers = z
  .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'give the name of a header'), text)
  .superRefine((all, context) => {
    for (const name of Object.keys(all)) {
      const message = /^authorization$/i.test(name)
        ? 'a token of your own is “token_env” (or --token-env): then openbell also sees what happens without it'
        : OWN_HEADERS.test(name)
          ? 'openbell sends this header itself'
          : undefined;
      if (message) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

/** What is known of a gateway, and how it is to be graded. */
const settings = {
  profile: z.enum(PROFILE_IDS).optional(),
  eras: z.array(z.enum(ERAS)).nonempty().optional(),
  depth: z.enum(['public', 'full']).optional(),
  clients: z
    .array(client)
    .superRefine(noneTwice((one) => one.client_id))
    .optional(),
  mint: mint.optional(),
  client_center: url.optional(),
  keys: z.int().min(0).optional(),
  scopes: z.strictObject({ read: text.optional(), trade: text.optional() }).optional(),
  users: z
    .array(user)
    .superRefine(noneTwice((one) => one.username ?? one.email))
    .optional(),
  tools: z
    .strictObject({
      read: tool.optional(),
      trade: tool.optional(),
      accounts: tool.optional(),
      summary: tool.optional(),
      positions: tool.optional(),
      orders: tool.optional(),
      quote: tool.optional(),
      confirm: tool.optional(),
      'cancel-all': tool.optional(),
    })
    .optional(),
  token_env: envName.optional(),
  headers: headers.optional(),
  sign_in_origins: z.array(url).optional(),
  inside_origins: z.array(url).optional(),
  secret_members: z.array(text).optional(),
  hooks: hooks.optional(),
  paper_account: z.union([z.literal(true), text]).optional(),
  registrations: z.int().min(0).optional(),
  patience: z
    .string()
    .regex(/^\d+(s|m|h)$/, 'give a time such as 90s, 10m or 1h')
    .optional(),
  user_agent: z.enum(['form', 'browser', 'person']).optional(),
};

/** One gateway of several. What it does not say is as the file says for all. */
const target = z.strictObject({
  name: text.regex(/^[\w.-]+$/, 'give a name of letters, digits, dots and dashes, such as staging'),
  url,
  ...settings,
});

/** The shape of `openbell.yaml`. Secrets are named by environment variable and never written into the file. */
export const configSchema = z.strictObject({
  ...settings,
  targets: z
    .array(target)
    .nonempty()
    .superRefine(noneTwice((one) => one.name))
    .optional(),
  checks: z.union([text, z.number()]).optional(),
  min_judged: z.number().gt(0).max(1).optional(),
  gate: gate.optional(),
  out: text.optional(),
});

type Settings = Omit<z.infer<typeof target>, 'name' | 'url'>;
type Written = z.infer<typeof configSchema>;

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
