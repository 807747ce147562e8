import { z } from 'zod';
import { PROFILE_IDS } from '../profiles/index.ts';
import { ERAS } from '../vocabulary/era.ts';
import { TRAITS, type Trait } from '../vocabulary/people.ts';
import { expectedSchema } from './baseline-file.ts';

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

const partnerKeys = z.strictObject({
  key_env: envName.optional(),
  part_env: envName.optional(),
  revoked_env: envName.optional(),
  in_address: z.boolean().optional(),
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
  partner_keys: partnerKeys.optional(),
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

/** What the file says of one gateway. */
export type Settings = Omit<z.infer<typeof target>, 'name' | 'url'>;
/** The file as it is written, once it is known to be right. */
export type Written = z.infer<typeof configSchema>;
