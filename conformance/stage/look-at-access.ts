import { isLoopback } from '../browsers/goal.ts';
import { isBearer } from '../vocabulary/challenge.ts';
import type { Discovery } from '../vocabulary/discovery.ts';
import { Blocked, describe } from '../vocabulary/expect.ts';
import type { Connection } from '../vocabulary/oauth.ts';
import { profileHas } from '../vocabulary/profile.ts';
import type { Page } from '../vocabulary/user-agent.ts';
import { isSecretMethod } from '../wire/client-secrets.ts';
import { authorize } from '../wire/oauth.ts';
import { jwtOf } from './altered-token.ts';
import type { Look } from './look.ts';
import { mintingUrl } from './minting.ts';
import { guessScopes, namesOthers } from './scopes.ts';

// Whether authorization is needed, how one gets in, who is asked, and what kind of token one gets.

const OF_TOKENS = ['bearer-tokens', 'jwt-tokens', 'rfc9068-tokens'] as const;

const OF_OAUTH = [
  'oauth',
  'registration',
  'client-ids',
  'revocation',
  'refresh',
  'client-secrets',
  'public-clients',
  'metadata-documents',
  'managed-registrations',
  'client-assertions',
  'introspection',
  'proof-of-possession',
] as const;

/** What can be seen without a token. */
export async function lookWithoutToken(look: Look): Promise<void> {
  const { target, world, learn, lacks } = look;
  const { profile } = target;
  for (const offer of profile?.without ?? []) lacks(offer, `not in profile ${profile!.id}`);
  const mints = mintingUrl(target);
  if (mints) {
    learn('authorization', `a token that a platform mints at ${mints}`);
    for (const offer of OF_OAUTH) lacks(offer, 'a platform mints its tokens: there is no authorization server');
    return;
  }
  const discovery = await world.discovery().catch(() => undefined);
  if (!discovery) return learn('authorization', 'unknown: no answer came');
  const server = discovery.authorizationServer;
  const because = noAuthorization(discovery);
  if (because) {
    learn('authorization', `none: ${because}`);
    for (const offer of [...OF_OAUTH, ...OF_TOKENS]) lacks(offer, `there is no authorization: ${because}`);
    return;
  }
  if (!server) return learn('authorization', `OAuth is asked for, and ${nowhere(discovery)}`);
  learn('authorization', `OAuth, by ${String(server.doc.issuer ?? new URL(server.url).origin)}`);
  learn('ways in', waysIn(look, server.doc));
  if (!server.doc.revocation_endpoint) lacks('revocation');
  const methods: unknown = server.doc.token_endpoint_auth_methods_supported;
  if (!Array.isArray(methods) || !methods.some(isSecretMethod)) lacks('client-secrets');
  if (!Array.isArray(methods) || !methods.includes('private_key_jwt')) lacks('client-assertions');
  if (server.doc.client_id_metadata_document_supported !== true) lacks('metadata-documents');
  if (!server.doc.registration_endpoint) lacks('managed-registrations');
  if (!server.doc.introspection_endpoint) lacks('introspection');
  // Whoever gives bound tokens says so, and so does whoever takes them (RFC 9728 §2): one without the other is no offer.
  if (!provesKeys(server.doc) || !provesKeys(discovery.resourceMetadata?.doc)) lacks('proof-of-possession');
  const foreign = target.scopes.read === target.profile?.scopes.read && namesOthers(discovery, target.scopes.read);
  const { read, trade } = { ...guessScopes(discovery), ...(foreign ? {} : target.scopes) };
  target.scopes = { read, trade };
  const larger = trade && trade !== read ? `; ${trade} to trade` : '';
  learn('scopes', read ? `${read} to read${larger}` : 'none are named');
}

const provesKeys = (doc: Record<string, unknown> = {}): boolean => Array.isArray(doc.dpop_signing_alg_values_supported);

/** Why a target needs no authorization; undefined where it does. */
function noAuthorization({
  unauthenticated,
  challenge,
  resourceMetadata,
  authorizationServer,
}: Discovery): string | undefined {
  const { status } = unauthenticated;
  const isChallenged = status === 401 || (status >= 400 && challenge !== undefined);
  if (resourceMetadata || (isChallenged && authorizationServer)) return undefined;
  // A server that is out of order for now says nothing about itself.
  if (!isChallenged && (status === 429 || status >= 500)) return undefined;
  if (!isChallenged && unauthenticated.rpc()?.result) return 'requests are served without a token';
  if (!isChallenged) return `nothing asks for a token (${describe(unauthenticated)})`;
  return challenge && !isBearer(challenge) ? `it asks for ${challenge.scheme} credentials, not for a token` : undefined;
}

const nowhere = ({ instead }: Discovery): string =>
  [instead.resourceMetadata[0], instead.authorizationServer[0]].filter(Boolean).join('; ');

/** How a client gets in: by what the metadata says, and what the configuration gives. */
function waysIn({ target, lacks }: Look, doc: Record<string, unknown>): string {
  const registers = typeof doc.registration_endpoint === 'string';
  const makesKeys = !registers && (target.hookIndex?.hooks.includes('keys') ?? false);
  if (!registers) lacks('registration');
  // Whether a Client ID is at hand is up to us, where clients cannot register themselves.
  if (registers && target.clients.length === 0)
    lacks('client-ids', 'clients register themselves, and nobody has given a Client ID');
  const ways = [
    registers ? 'clients register themselves' : '',
    doc.client_id_metadata_document_supported === true ? 'a metadata document as Client ID' : '',
    target.clients.length > 0 ? 'the Client ID of the configuration' : '',
    makesKeys ? 'a Client ID that test hooks make' : '',
  ].filter(Boolean);
  return ways.join('; ') || 'a Client ID that is made beforehand: “clients” in the configuration tells it';
}

/** A connection of whoever can have one; undefined where nobody can. */
export async function firstConnection(look: Look, signsIn: 'no' | 'ready' | 'yes'): Promise<Connection | undefined> {
  const { target, world, learn, lacks } = look;
  const isOpen = target.survey.lacks.has('bearer-tokens');
  const isReady = isOpen || target.readyToken !== undefined;
  if (signsIn === 'no' || (signsIn === 'ready' && !isReady)) return undefined;
  const hasUsers = target.users.length > 0 || (target.hookIndex?.hooks.includes('users') ?? false);
  try {
    if (!isReady && !hasUsers && !(await seeWhetherAnybodyIsAsked(look))) return undefined;
    const connection = await world.borrow();
    if (world.managesClients() === false) lacks('managed-registrations');
    if (mintingUrl(target)) learn('sign-in', 'nobody signs in');
    else if (!isReady && hasUsers) {
      tellWhereSignInHappens(look, connection.authorized.landing.pages);
      await lookForTheBrokerage(look, connection.authorized.landing.pages);
    }
    return connection;
  } catch (error) {
    const why = (error as Error).message;
    learn('a first token', `none could be had: ${why}`);
    if (error instanceof Blocked && error.at === 'sign-in') target.survey.nobodyGetsIn = why;
    return undefined;
  }
}

/**
 * Where a product signs users in at the brokerage, that is where it is: on this machine, and where the trading API asks
 * for credentials. Elsewhere test hooks tell it, for tokens go to nobody who was not named.
 */
async function lookForTheBrokerage({ target, world, survey: found, learn }: Look, pages: readonly Page[]) {
  if (target.hookIndex?.brokerage || !profileHas(target.profile, 'sign-in-at-the-brokerage')) return;
  const at = pages.find(({ kind }) => kind === 'sign-in')?.url;
  const isHere = (url: string) => isLoopback(new URL(url).hostname);
  if (!at || originOf(at) === world.origin || !isHere(at) || !isHere(target.mcpUrl)) return;
  const origin = originOf(at);
  if ((await world.http.get(`${origin}/v2/account`)).status !== 401) return;
  // Keys of a real user are nobody's to make.
  found.brokerage = { origin };
  learn('brokerage', `at ${origin}`);
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url);

function tellWhereSignInHappens({ learn }: Look, pages: readonly Page[]): void {
  const at = [...new Set(pages.filter(({ kind }) => kind === 'sign-in').map(({ url }) => originOf(url)))];
  learn('sign-in', at.length > 0 ? `at ${at.join(', ')}` : 'nobody is asked for a password');
}

/** Goes to the authorization endpoint with an empty browser and no name, and sees: some give a code to whoever comes. */
async function seeWhetherAnybodyIsAsked(look: Look): Promise<boolean> {
  const { target, world, survey: found, learn } = look;
  const client = await world.client();
  const person = await world.person();
  const scope = target.scopes.read;
  const { code, landing, answer } = await authorize(world, { client, person, scope, untilSignIn: true });
  if (code) {
    found.asksNobody = true;
    learn('sign-in', 'nobody is asked: whoever comes gets a code');
    return true;
  }
  const { stoppedAt, pages } = landing;
  if (pages.some(({ kind }) => kind === 'sign-in')) tellWhereSignInHappens(look, pages);
  else if (stoppedAt) learn('sign-in', `it stops at “${stoppedAt.title}” (${stoppedAt.status})`);
  else learn('sign-in', `unknown: ${answer.error ?? 'no code came back'}`);
  return false;
}

/** What kind of tokens are issued, and whether they can be refreshed. */
export async function lookAtToken(look: Look, { accessToken, refreshToken, client }: Connection): Promise<void> {
  const { target, world, survey: found, learn, lacks } = look;
  if (found.lacks.has('bearer-tokens')) return;
  const { kind, type } = kindOf(accessToken);
  learn('access tokens', kind);
  if (kind === 'opaque') lacks('jwt-tokens', 'its access tokens are opaque');
  if (!/^(application\/)?at\+jwt$/i.test(type))
    lacks(
      'rfc9068-tokens',
      `its access tokens are not by RFC 9068 (at+jwt): ${kind === 'opaque' ? 'they are opaque' : `their type is ${type || 'not told'}`}`,
    );
  if (client.selfRegistered && client.clientSecret && target.authMethod.settled !== 'none')
    lacks('public-clients', 'it registers no client without a secret');
  if (found.lacks.has('oauth')) return;
  if (target.readyToken !== undefined && target.users.length === 0) return;
  const doc = (await world.discovery()).authorizationServer?.doc ?? {};
  const announced = Array.isArray(doc.grant_types_supported) && doc.grant_types_supported.includes('refresh_token');
  learn(
    'refresh tokens',
    refreshToken ? `issued${announced ? '' : ', though the metadata do not say so'}` : 'none is issued',
  );
  // Some issue them only where they are asked for by name.
  const byName = Array.isArray(doc.scopes_supported) && doc.scopes_supported.includes('offline_access');
  if (!refreshToken && !(byName && !target.scopes.read?.includes('offline_access')))
    lacks('refresh', 'it issues no refresh tokens');
}

function kindOf(token: string): { kind: string; type: string } {
  try {
    const type = String(jwtOf(token).header.typ ?? '');
    return { kind: `JWTs${type ? ` (${type})` : ''}`, type };
  } catch {
    return { kind: 'opaque', type: '' };
  }
}
