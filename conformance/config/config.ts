import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseYamlFile, readText } from '../files/yaml-file.ts';
import { UsageError } from '../help/failures.ts';
import { PROFILE_IDS, type ProfileId } from '../profiles/index.ts';
import { ERAS } from '../vocabulary/era.ts';

const envName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'give the name of an environment variable, not its value');
const url = z.url({ protocol: /^https?$/, error: 'give a full http or https URL' });

/** The shape of `openbell.yaml`. Secrets are named by environment variable and never written into the file. */
export const configSchema = z.strictObject({
  profile: z.enum(PROFILE_IDS).optional(),
  eras: z.array(z.enum(ERAS)).nonempty().optional(),
  clients: z
    .array(z.strictObject({ client_id: z.string().min(1), redirect_uri: url.optional() }))
    .max(2, 'one Client ID is enough, and a second lets the wrong-client checks run; more are not used')
    .default([]),
  scopes: z.strictObject({ read: z.string().min(1).optional(), trade: z.string().min(1).optional() }).default({}),
  users: z
    .array(z.strictObject({ name: z.string().min(1), email: z.string().min(3), password_env: envName }))
    .default([]),
  sign_in_origins: z.array(url).default([]),
  hooks: z.strictObject({ url, token_env: envName }).optional(),
  min_judged: z.number().gt(0).max(1).optional(),
  paper_account: z.string().min(1).optional(),
  user_agent: z.enum(['form', 'browser', 'person']).optional(),
  out: z.string().min(1).optional(),
});

/** What the configuration comes to, with secrets read from the environment. */
export interface Config {
  profile?: ProfileId | undefined;
  eras?: (typeof ERAS)[number][] | undefined;
  clients: { clientId: string; redirectUri?: string }[];
  scopes: { read?: string | undefined; trade?: string | undefined };
  users: { name: string; email: string; password: string }[];
  /** Where passwords may be typed, besides the gateway, its authorization server and the brokerage that hooks name. */
  signInOrigins: string[];
  hooks?: { url: string; token: string } | undefined;
  /** The part of what applies that has to be judged for the exit code 0. */
  minJudged?: number | undefined;
  /** In whose words the account is a paper account: without it nothing is ever ordered on a stranger's server. */
  paperAccount?: string | undefined;
  userAgent?: 'form' | 'browser' | 'person' | undefined;
  out?: string | undefined;
}

export const emptyConfig: Config = { clients: [], scopes: {}, users: [], signInOrigins: [] };

/** Reads `file`, by default `openbell.yaml` where there is one. Throws `UsageError` with the line that is wrong. */
export function loadConfig(file: string | undefined, env: NodeJS.ProcessEnv = process.env): Config {
  const path = file ?? 'openbell.yaml';
  if (!existsSync(path)) {
    if (file === undefined) return emptyConfig;
    throw new UsageError(`there is no configuration file ${path}; “openbell init” writes one`);
  }
  return parseConfig(readText(path, path), path, env);
}

/** The configuration in `text`; `name` is how messages call the file. */
export function parseConfig(text: string, name: string, env: NodeJS.ProcessEnv): Config {
  const written = parseYamlFile(text, name, configSchema);
  const secret = (variable: string): string => {
    const value = env[variable];
    if (value) return value;
    throw new UsageError(`${name} takes a secret from the environment variable ${variable}, which is not set`);
  };
  return {
    profile: written.profile,
    eras: written.eras,
    clients: written.clients.map((client) => ({
      clientId: client.client_id,
      ...(client.redirect_uri ? { redirectUri: client.redirect_uri } : {}),
    })),
    scopes: written.scopes,
    users: written.users.map((user) => ({ name: user.name, email: user.email, password: secret(user.password_env) })),
    signInOrigins: written.sign_in_origins.map((one) => new URL(one).origin),
    hooks: written.hooks && { url: written.hooks.url.replace(/\/$/, ''), token: secret(written.hooks.token_env) },
    minJudged: written.min_judged,
    paperAccount: written.paper_account,
    userAgent: written.user_agent,
    out: written.out,
  };
}
