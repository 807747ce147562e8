import { createHash } from 'node:crypto';
import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, describe, Untestable, Violation } from '../vocabulary/expect.ts';
import type { Outgoing } from '../vocabulary/http.ts';
import type { Authorized, AuthorizeOptions, Connection, OAuthClient, Overrides } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { asSentBy, offeredSecretMethods, usualMethod } from './client-secrets.ts';
import { endpoint, resourceIn, resourceOf } from './discover.ts';
import { askingForRefreshTokens } from './offline-access.ts';

export const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const present = (values: Overrides): [string, string][] =>
  Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);

/** What a client is, by where it is sent back to (MCP 2026-07-28, OpenID registration): `web` by https alone. */
const kindOfClient = (redirectUris: unknown): 'native' | 'web' =>
  Array.isArray(redirectUris) && redirectUris.length > 0 && redirectUris.every((uri) => /^https:/.test(String(uri)))
    ? 'web'
    : 'native';

/**
 * Registers a client (RFC 7591) with this metadata put over sensible values, and returns the answer. Where the first one
 * without a secret is refused, and the server offers secrets, this and all later ones have one.
 */
export async function register(world: World, metadata: Record<string, unknown> = {}): Promise<Answer> {
  const { authMethod } = world;
  const answer = await registerBy(world, authMethod.settled, metadata);
  if (authMethod.settled || 'token_endpoint_auth_method' in metadata) return answer;
  const [secret] = answer.status === 400 ? offeredSecretMethods(await world.discovery()) : [];
  const again = secret && (await registerBy(world, secret, metadata));
  authMethod.settled = again?.status === 201 ? secret : undefined;
  if (answer.status === 201) authMethod.settled = usualMethod(await world.discovery());
  return again?.status === 201 ? again : answer;
}

async function registerBy(
  world: World,
  method: string | undefined,
  metadata: Record<string, unknown>,
): Promise<Answer> {
  const discovery = await world.discovery();
  const url = endpoint(discovery, 'registration_endpoint');
  world.assertMayRegister();
  world.tell('client', 'registers itself');
  const answer = await world.http.send({
    url,
    json: {
      client_name: 'openbell',
      redirect_uris: [world.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: method ?? usualMethod(discovery),
      application_type: kindOfClient(metadata.redirect_uris),
      ...metadata,
    },
  });
  if (answer.status === 201) world.clientWasMade(answer);
  world.secrets.note('client_secret', (answer.tryJson() as { client_secret?: string } | undefined)?.client_secret);
  return answer;
}

/** Response types other than `code` are answered in the fragment (OAuth 2.0 Multiple Response Types §5); codes never are. */
function answerIn(url: URL | undefined, responseType: string | undefined): Record<string, string> {
  const isInFragment = responseType !== 'code' && url?.search === '';
  return Object.fromEntries(isInFragment ? new URLSearchParams(url.hash.slice(1)) : (url?.searchParams ?? []));
}

/** `Untestable` where no code can be redeemed, before a sign-in is spent on one. */
export async function assertRoomForTokens(world: World): Promise<void> {
  const place = (await world.discovery()).authorizationServer?.doc.token_endpoint;
  if (typeof place === 'string') world.assertRoom(place);
}

/** A registration with nothing out of the ordinary: one for all who use its client or judge its answer. */
export const registerAsUsual = (world: World): Promise<Answer> =>
  world.asked('a registration as usual', () => register(world));

const needsUser = () => new Untestable('needs a user: the target asks who signs in', 'user');

/** Requests at which somebody is asked who signs in: whoever is nobody comes no further with the same one again. */
const nobodysWays = (world: World): Promise<Set<string>> =>
  world.shared('requests that nobody comes further with', async () => new Set<string>());

/** Opens the authorization URL in the person's browser and follows it to its end; a limit in its way is waited out. */
export async function authorize(world: World, options: AuthorizeOptions, times = 0): Promise<Authorized> {
  const { client, person, scope, human, params } = options;
  const state = world.secret('state');
  const verifier = world.secret('code_verifier');
  const discovery = options.endpoint ? undefined : await world.discovery();
  const url = new URL(options.endpoint ?? endpoint(discovery!, 'authorization_endpoint'));
  const wish = scope ?? world.scopes.read;
  const wanted: Overrides = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    ...(discovery ? askingForRefreshTokens(discovery, wish) : { scope: wish }),
    state,
    code_challenge: s256(verifier),
    code_challenge_method: 'S256',
    resource: discovery ? resourceIn(discovery, world.mcpUrl) : world.mcpUrl,
    ...params,
  };
  for (const [name, value] of present(wanted)) url.searchParams.set(name, value);
  const stopped = await nobodysWays(world);
  const way = JSON.stringify([url.origin, url.pathname, { ...wanted, state: '', code_challenge: '', ...params }]);
  if (person.nobody && stopped.has(way) && !options.untilSignIn) throw needsUser();
  world.assertRoom(url.href);
  world.assertRoom(url.href, person.email);
  world.tell('client', `opens the browser to connect as ${client.name}`);
  const redirectUri = wanted.redirect_uri ?? client.redirectUri;
  const landing = await person.browser.visit(url.href, options.holdAt ?? redirectUri, {
    email: person.email,
    password: person.password,
    ...human,
  });
  if (landing.stoppedAt?.status === 429) {
    // Who is locked out is one person; whoever else comes may sign in.
    const who = landing.stoppedAt.kind === 'sign-in' ? [person.email] : [];
    await world.makeRoom(url.href, landing.stoppedAt, times, ...who);
    return authorize(world, options, times + 1);
  }
  if (person.nobody && landing.stoppedAt?.kind === 'sign-in') {
    stopped.add(way);
    if (!options.untilSignIn) throw needsUser();
  }
  const answer = answerIn(landing.redirect?.url, wanted.response_type);
  world.secrets.note('code', answer.code);
  if (answer.error === 'temporarily_unavailable') {
    if (await world.patience()) return authorize(world, options, times);
    throw new Untestable('the authorization server says temporarily_unavailable: try again in a while');
  }
  const selfRegistered = client.selfRegistered ?? false;
  return {
    landing,
    answer,
    ...(answer.code ? { code: answer.code } : {}),
    state,
    verifier,
    redirectUri,
    selfRegistered,
  };
}

/** A limit on tokens is in the way also of whoever looks at those on calls. */
async function sendPatiently(world: World, outgoing: Outgoing): Promise<Answer> {
  let answer = await world.http.send(outgoing);
  for (let times = 0; answer.status === 429; times++) {
    await world.makeRoom(outgoing.url, answer, times);
    answer = await world.http.send(outgoing);
  }
  return answer;
}

/** The token endpoint's answer to these parameters. A value of undefined leaves one out. */
export async function tokenRequest(
  world: World,
  params: Overrides,
  url?: string,
  headers?: Record<string, string>,
): Promise<Answer> {
  const target = url ?? endpoint(await world.discovery(), 'token_endpoint');
  const answer = await sendPatiently(world, {
    url: target,
    form: params,
    headers: { accept: 'application/json', ...headers },
  });
  const tokens = answer.tryJson() as { access_token?: string; refresh_token?: string } | undefined;
  world.secrets.note('access_token', tokens?.access_token);
  world.secrets.note('refresh_token', tokens?.refresh_token);
  if (answer.status === 200) world.ledger('token issued');
  return answer;
}

/** The same, with the credentials among these parameters shown as this client shows them. */
export function tokenRequestBy(world: World, client: OAuthClient, params: Overrides, url?: string): Promise<Answer> {
  const { form, headers } = asSentBy(client, params);
  return tokenRequest(world, form, url, headers);
}

/**
 * Redeems an authorization code; `overrides` are put over the right parameters. `Blocked` where the code came from
 * another server than the one whose metadata names the token endpoint: it is not handed on (RFC 9207 §2.4).
 */
export async function redeem(
  world: World,
  client: OAuthClient,
  authorized: Authorized,
  overrides: Overrides = {},
  url?: string,
): Promise<Answer> {
  const { iss } = authorized.answer;
  const issuer = url ? undefined : (await world.discovery()).authorizationServer?.doc.issuer;
  if (iss && issuer && iss !== issuer) throw new Blocked(`the code came from ${iss}, and not from ${issuer}`);
  const params = {
    grant_type: 'authorization_code',
    code: authorized.code,
    redirect_uri: authorized.redirectUri,
    client_id: client.clientId,
    client_secret: client.clientSecret,
    code_verifier: authorized.verifier,
    resource: url ? world.mcpUrl : await resourceOf(world),
    ...overrides,
  };
  return tokenRequestBy(world, client, params, url);
}

/** Uses a connection's refresh token; `Blocked` where it has none. */
export async function refresh(world: World, connection: Connection, overrides: Overrides = {}): Promise<Answer> {
  if (!connection.refreshToken) throw new Blocked('the token answer held no refresh token');
  world.tell('client', 'refreshes its token');
  const { client } = connection;
  return tokenRequestBy(world, client, {
    grant_type: 'refresh_token',
    refresh_token: connection.refreshToken,
    client_id: client.clientId,
    client_secret: client.clientSecret,
    resource: await resourceOf(world),
    ...overrides,
  });
}

/** Revokes a token (RFC 7009). */
export async function revoke(
  world: World,
  client: OAuthClient,
  token: string,
  overrides: Overrides = {},
): Promise<Answer> {
  const url = endpoint(await world.discovery(), 'revocation_endpoint');
  world.tell('client', 'revokes a token');
  const answer = await world.http.send({
    url,
    ...asSentBy(client, { token, client_id: client.clientId, client_secret: client.clientSecret, ...overrides }),
  });
  if (answer.status === 200) world.ledger('token revoked');
  return answer;
}

/** Makes a connection out of a token answer; `Violation` where it is not a token answer. */
export function connection(client: OAuthClient, person: Person, authorized: Authorized, answer: Answer): Connection {
  const tokens = answer.status === 200 ? answer.json() : undefined;
  if (typeof tokens?.access_token !== 'string')
    throw new Violation('200 with an access_token', describe(answer), answer);
  // RFC 6749 appendix A.12; what holds anything else could be sent in no header.
  if (!/^[\x20-\x7e]+$/.test(tokens.access_token))
    throw new Violation('an access_token of printable ASCII', describe(answer), answer);
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const [refreshToken, scope] = [text(tokens.refresh_token), text(tokens.scope)];
  // A number as text is the finding of one check; the others can go on with it.
  const expiresIn = Number(tokens.expires_in);
  return {
    client,
    person,
    authorized,
    tokenAnswer: answer,
    accessToken: tokens.access_token,
    ...(refreshToken ? { refreshToken } : {}),
    ...(scope ? { scope } : {}),
    ...(expiresIn > 0 ? { expiresIn } : {}),
  };
}
