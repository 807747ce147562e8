import { z } from 'zod';
import { callbackOf, personaOf } from '../../personas/index.ts';
import { scopeNamed } from '../../stage/scopes.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { Blocked, Untestable, Violation } from '../../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../../vocabulary/oauth.ts';
import { profileHas } from '../../vocabulary/profile.ts';
import type { Human, PageKind } from '../../vocabulary/user-agent.ts';
import type { World } from '../../vocabulary/world.ts';
import { assertRoomForTokens, authorize, connection, redeem, s256 } from '../../wire/oauth.ts';
import { fillPlaces, textWithPlaces } from '../places.ts';
import type { Stage } from '../stage.ts';
import { type Facts, verb } from '../step.ts';

const human = z.enum(['allow', 'deny', 'leave', 'sign-out-first', 'mistype-first', 'go-back']);
const authorizeArgs = {
  client: z.string().describe('Which client: one that users know (claude, cursor, chatgpt, …) or a name of yours.'),
  as: z.string().default('trader').describe('Who sits at the browser.'),
  human: human.default('allow').describe('What they do at the permission page.'),
  scope: z.string().default('read').describe('`read`, `trade`, or scopes as they are sent.'),
  choose: z.string().optional().describe('The scope that the person picks at the consent page, where that differs.'),
  key: z
    .string()
    .optional()
    .describe('The Client Center key to use, by its name; the newest of the person unless told.'),
  client_id: z.string().optional().describe('A Client ID as somebody typed it.'),
  redirect_uri: textWithPlaces.optional().describe('Another redirect URI than the client’s own.'),
  port: z.int().min(1).max(65_535).optional().describe('Another port of the client’s own loopback redirect URI.'),
  with: z
    .record(z.string(), textWithPlaces)
    .optional()
    .describe('Parameters put over those of the authorization request.'),
  without: z.array(z.string()).optional().describe('Parameters left out of the authorization request.'),
  direct: z.boolean().default(false).describe('Go to the brokerage’s own authorization server.'),
  success_page: z.enum(['continue', 'cancel', 'stop']).default('continue'),
  new_browser: z.boolean().default(false).describe('The person uses another browser, without cookies.'),
};
const landed = {
  stopped_at: z
    .enum(['gateway', 'brokerage', 'client'])
    .optional()
    .describe('Where it ended: on a page of one of the servers, or at the client.'),
  page: z.enum(['sign-in', 'permission', 'success', 'error', 'other']).optional(),
  page_says: z.union([z.string(), z.array(z.string())]).optional(),
  redirected: z.boolean().optional().describe('The browser was sent to the client’s redirect URI.'),
  error: z.string().optional(),
  status: z.number().optional(),
  signed_in: z.boolean().optional().describe('The sign-in page was shown.'),
  sign_in_pages: z.number().optional().describe('How often the sign-in page was shown.'),
  permission_page: z.boolean().optional().describe('The permission page was shown.'),
  permission_page_says: z.union([z.string(), z.array(z.string())]).optional(),
  success_page: z.boolean().optional(),
  success_page_says: z.union([z.string(), z.array(z.string())]).optional(),
};

type AuthorizeArgs = z.infer<z.ZodObject<typeof authorizeArgs>>;

async function clientOf(stage: Stage, args: AuthorizeArgs): Promise<OAuthClient> {
  const { world } = stage;
  const actor = stage.actor(args.client);
  const persona = personaOf(args.client);
  const name = persona?.name ?? args.client;
  const ownRedirectUri = persona ? callbackOf(persona) : world.redirectUri;
  const told = args.redirect_uri && fillPlaces(args.redirect_uri, world);
  if (args.client_id !== undefined)
    return { clientId: args.client_id, redirectUri: told ?? actor.client?.redirectUri ?? ownRedirectUri, name };
  const key = stage.keys.filter((one) => one.owner === args.as && (!args.key || one.name === args.key)).at(-1);
  if (args.key && !key) throw new Untestable(`no key named “${args.key}” was generated earlier in this journey`);
  if (key && !(actor.client && !args.key && actor.client.clientId === key.clientId)) {
    actor.client = { clientId: key.clientId, redirectUri: ownRedirectUri, name };
  }
  actor.client ??= await stage.client(args.client, await stage.person(args.as));
  return { ...actor.client, redirectUri: told ?? onPort(actor.client.redirectUri, args.port) };
}

function onPort(redirectUri: string, port: number | undefined): string {
  if (port === undefined) return redirectUri;
  const url = new URL(redirectUri);
  if (!/^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname))
    throw new Untestable('needs a client on this machine: its redirect URI is a loopback address', 'client');
  url.port = String(port);
  return url.href;
}

function humanOf(args: AuthorizeArgs, stage: Stage): Partial<Human> {
  const scopes = stage.world.scopes;
  const named = args.choose ?? args.scope;
  const choice = named === 'read' ? scopes.read : named === 'trade' ? scopes.trade : named;
  const decision = args.human === 'deny' || args.human === 'leave' ? args.human : 'allow';
  return {
    decision,
    atSuccessPage: args.success_page,
    ...(profileHas(stage.world.profile, 'scope-choice') && choice ? { scope: choice } : {}),
    ...(args.human === 'sign-out-first' ? { signOutFirst: true } : {}),
    ...(args.human === 'mistype-first' ? { mistypeFirst: true } : {}),
    ...(args.human === 'go-back' ? { goesBack: true } : {}),
  };
}

async function start(
  stage: Stage,
  args: AuthorizeArgs,
): Promise<{ client: OAuthClient; authorized: Authorized; facts: Facts }> {
  const { world } = stage;
  const client = await clientOf(stage, args);
  const person = await stage.person(args.as);
  if (args.new_browser) person.browser.forget();
  const params: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(args.with ?? {})) params[name] = fillPlaces(value, stage.world);
  for (const name of args.without ?? []) params[name] = undefined;
  const scope = scopeNamed(world, args.scope);
  if (params.code_challenge_method === 'plain') await assertPlainIsNotOffered(world);
  const endpoint = args.direct ? `${world.brokerage().origin}/oauth2/authorize` : undefined;
  const authorized = await authorize(world, { client, person, scope, human: humanOf(args, stage), params, endpoint });
  stage.actor(args.client).authorized = authorized;
  assertSomebodyWasAsked(world, args, authorized);
  return { client, authorized, facts: landingFacts(stage, authorized) };
}

/** A server that announces plain may take it: whether it should is not for a journey to say. */
async function assertPlainIsNotOffered(world: World): Promise<void> {
  const methods: unknown = (await world.discovery()).authorizationServer?.doc.code_challenge_methods_supported;
  if (!Array.isArray(methods) || methods.includes('plain'))
    throw new Untestable(
      'needs a server that announces its challenge methods, and plain not among them: see pkce/announces-no-plain',
    );
}

/** Whether a page is shown at all is a product’s choice: a journey about what somebody does there needs one. */
function assertSomebodyWasAsked(world: World, { human: does }: AuthorizeArgs, { landing }: Authorized): void {
  const shown = (kind: PageKind) => landing.pages.some((page) => page.kind === kind);
  if (does === 'mistype-first') {
    const times = landing.pages.filter((page) => page.kind === 'sign-in').length;
    const goesOn = world.profile !== undefined || landing.redirect !== undefined;
    if (times === 0 || (times === 1 && !goesOn))
      throw new Untestable('needs a sign-in page that is shown again after a wrong password');
  }
  const answers = does === 'deny' || does === 'leave' || does === 'sign-out-first';
  if (answers && !world.profile && landing.redirect && !shown('permission'))
    throw new Untestable('needs a permission page; the target gave its answer without one');
}

function landingFacts(stage: Stage, { landing, answer }: Authorized): Facts {
  const { stoppedAt, pages } = landing;
  const permission = pages.find((page) => page.kind === 'permission');
  const success = pages.find((page) => page.kind === 'success');
  const brokerage = stage.world.brokerageIfKnown()?.origin;
  const error = answer.error ?? stoppedAt?.errorCode;
  return {
    stopped_at: !stoppedAt ? 'client' : brokerage && stoppedAt.url.startsWith(brokerage) ? 'brokerage' : 'gateway',
    page: stoppedAt?.kind,
    page_says: stoppedAt ? `${stoppedAt.title} ${stoppedAt.text} ${stoppedAt.errorCode ?? ''}` : undefined,
    redirected: landing.redirect !== undefined,
    error,
    status: stoppedAt?.status,
    signed_in: pages.some((page) => page.kind === 'sign-in'),
    sign_in_pages: pages.filter((page) => page.kind === 'sign-in').length,
    permission_page: permission !== undefined,
    permission_page_says: permission?.text,
    success_page: success !== undefined,
    success_page_says: success?.text,
  };
}

/** Where nobody ever gets in, that is told once: it is neither the end of each journey nor the refusal that one waits for. */
function assertAnybodyGetsIn(
  { world: { nobodyGetsIn } }: Stage,
  { code, answer }: Authorized,
  mustGetIn = false,
): void {
  if (nobodyGetsIn === undefined || code) return;
  if (mustGetIn || (answer.error && nobodyGetsIn.includes(answer.error))) throw new Blocked(nobodyGetsIn, 'sign-in');
}

const without = (args: AuthorizeArgs) => (args.without?.length ? `, leaving out ${args.without.join(' and ')}` : '');
const act: Record<z.infer<typeof human>, string> = {
  allow: '',
  deny: ', and says no at the permission page',
  leave: ', and closes the permission page without an answer',
  'sign-out-first': ', and first signs out of the wrong account there',
  'mistype-first': ', and mistypes the password first',
  'go-back': ', and goes back to the client from the page that ends it',
};

/** The right state and issuer came back (RFC 6749 §4.1.2, RFC 9207 §2.4): what a careful client looks at before it redeems. */
async function checkAnswer(stage: Stage, authorized: Authorized, direct: boolean): Promise<void> {
  const at = { exchange: authorized.landing.redirect?.exchange } as Answer;
  if (authorized.answer.state !== authorized.state)
    throw new Violation('the state of the request to come back', authorized.answer.state ?? 'none', at);
  const issuer = direct ? undefined : (await stage.world.discovery()).authorizationServer?.doc.issuer;
  if (issuer && authorized.answer.iss && authorized.answer.iss !== issuer)
    throw new Violation(`iss to be ${issuer}`, authorized.answer.iss, at);
}

export const connect = verb({
  name: 'connect',
  gives: 'a connection',
  describe: 'A client connects: authorization in the browser, then the code is redeemed.',
  args: z.strictObject(authorizeArgs),
  expect: z.strictObject({
    connected: z.boolean().optional(),
    scope: z.string().optional(),
    registered: z.number().optional().describe('How many clients were registered for it.'),
    ...landed,
  }),
  usually: { connected: true },
  says: (args) =>
    `${args.client} connects as ${args.as}${args.scope === 'read' ? '' : ` for ${args.scope}`}${act[args.human]}${without(args)}`,
  async run(stage, args, expected) {
    const { world } = stage;
    if (expected.connected && !args.direct) await assertRoomForTokens(world);
    const before = world.registeredSoFar();
    const { client, authorized, facts: where } = await start(stage, args);
    const facts = { ...where, registered: world.registeredSoFar() - before };
    assertAnybodyGetsIn(stage, authorized, expected.connected);
    if (!authorized.code) return { ...facts, connected: false };
    await checkAnswer(stage, authorized, args.direct);
    const url = args.direct ? `${world.brokerage().origin}/oauth2/token` : undefined;
    const answer = await redeem(world, client, authorized, {}, url);
    if (answer.status !== 200)
      return {
        ...facts,
        connected: false,
        status: answer.status,
        error: String((answer.tryJson() as { error?: string })?.error),
      };
    const made = connection(client, await stage.person(args.as), authorized, answer);
    stage.connected(args.client, made);
    return { ...facts, connected: true, scope: made.scope };
  },
});

export const authorizeStep = verb({
  name: 'authorize',
  gives: 'a code',
  describe: 'Only the browser part: the code is kept and not redeemed.',
  args: z.strictObject(authorizeArgs),
  expect: z.strictObject({ code: z.boolean().optional(), ...landed }),
  usually: { code: true },
  says: (args) => `${args.client} asks ${args.as} for permission${act[args.human]}${without(args)}`,
  async run(stage, args, expected) {
    const { authorized, facts } = await start(stage, args);
    assertAnybodyGetsIn(stage, authorized, expected.code);
    return { ...facts, code: authorized.code !== undefined };
  },
});

export const redeemStep = verb({
  name: 'redeem',
  demands: 'a code',
  gives: 'a connection',
  describe: 'Redeems the code that a client got last, in the right way or in a wrong one.',
  args: z.strictObject({
    client: z.string(),
    by: z.string().optional().describe('Another client, that got hold of the code.'),
    verifier: z.enum(['right', 'wrong', 'missing', 'challenge']).default('right'),
    redirect_uri: textWithPlaces.optional(),
    code: z.string().optional().describe('Another code.'),
  }),
  expect: z.strictObject({
    status: z.number().optional(),
    error: z.string().optional(),
    connected: z.boolean().optional(),
    scope: z.string().optional(),
  }),
  usually: { connected: true },
  says: (args) =>
    `${args.by ?? args.client} redeems ${args.by ? `${args.client}’s` : 'its'} code${args.verifier === 'right' ? '' : ` with the ${args.verifier} verifier`.replace('the missing verifier', 'no verifier')}`,
  async run(stage, args) {
    const { world } = stage;
    const owner = stage.actor(args.client);
    const redeemer = stage.actor(args.by ?? args.client);
    if (!owner.authorized?.code || !redeemer.client) throw new Violation('a code from an earlier step', 'none');
    const verifiers = {
      right: owner.authorized.verifier,
      wrong: world.secret('code_verifier'),
      missing: undefined,
      challenge: s256(owner.authorized.verifier),
    };
    const answer = await redeem(world, redeemer.client, owner.authorized, {
      code_verifier: verifiers[args.verifier],
      ...(args.redirect_uri ? { redirect_uri: fillPlaces(args.redirect_uri, stage.world) } : {}),
      ...(args.code ? { code: args.code } : {}),
    });
    if (answer.status !== 200)
      return {
        connected: false,
        status: answer.status,
        error: (answer.tryJson() as { error?: string } | undefined)?.error,
      };
    const made = connection(
      redeemer.client,
      owner.connection?.person ?? (await stage.person('trader')),
      owner.authorized,
      answer,
    );
    stage.connected(args.by ?? args.client, made);
    return { connected: true, status: 200, scope: made.scope };
  },
});
