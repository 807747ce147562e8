import { askTradingApi, brokerageKey, connectAtBrokerage, revokeAtBrokerage } from '../../stage/brokerage.ts';
import { letBeKnown } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { Blocked, describe, expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import type { Connection, OAuthClient, Overrides } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import type { World } from '../../vocabulary/world.ts';
import { endpoint } from '../../wire/discover.ts';
import { refresh, revoke } from '../../wire/oauth.ts';

// What the rows of revocation requests are written with.

/** Where tokens come from, are revoked, and are used. */
interface Place {
  connect(world: World): Promise<Connection>;
  /** A client that none of the tokens was issued to. */
  anotherClient(world: World, person: Person): Promise<OAuthClient>;
  revoke(world: World, client: OAuthClient, token: string, params?: Overrides): Promise<Answer>;
  /** A request with the access token. */
  use(world: World, connection: Connection): Promise<Answer>;
  /** The check of revoking an access token there. */
  judgedBy: string;
}

export const gateway: Place = {
  connect: (world) => world.connect(),
  anotherClient: async (world, person) => {
    const client = await world.client({ person, other: true });
    await letBeKnown(world, person, client);
    return client;
  },
  revoke,
  use: (world, connection) => world.mcp(connection).request('tools/list'),
  judgedBy: 'revokes-an-access-token',
};

export const brokerage: Place = {
  async connect(world) {
    const connection = await connectAtBrokerage(world, await world.person(), 'gateway');
    const served = await askTradingApi(world, connection.accessToken);
    if (served.status !== 200) throw new Blocked(`the trading API refuses its own token: ${describe(served)}`);
    return connection;
  },
  anotherClient: (world, person) => brokerageKey(world, person, 'gateway'),
  revoke: revokeAtBrokerage,
  use: (world, { accessToken }) => askTradingApi(world, accessToken),
  judgedBy: 'brokerage-revokes-an-access-token',
};

/** What a link would do that holds a token. */
export async function revokeByGet(world: World, client: OAuthClient, token: string): Promise<Answer> {
  const url = new URL(endpoint(await world.discovery(), 'revocation_endpoint'));
  url.searchParams.set('token', token);
  url.searchParams.set('client_id', client.clientId);
  return world.http.get(url.href);
}

/** Holds an answer against what it has to be. */
type Judge = (answer: Answer) => void;

export interface Revocation {
  /** What is revoked, one after the other. */
  revokes: readonly Token[];
  /** Put over the parameters of the request, each with a connection of its own. */
  sends?: readonly Overrides[];
  /** Another way to ask than by POST. */
  asks?: Place['revoke'];
  /** Whoever does right changes nothing of the connection: one that is lent will do. */
  leavesAllAsItIs?: boolean;
  /** Whether the one who asks is a client to whom the token was not issued. */
  byAnother?: boolean;
  answered: Judge;
  /** What the access token, or the refresh token if there is one, is good for after that. */
  thenAccess?: Judge;
  thenRefresh?: Judge;
}

type Token = (world: World, connection: Connection) => string | undefined;
export const access: Token = (_world, { accessToken }) => accessToken;
export const refreshIfAny: Token = (_world, { refreshToken }) => refreshToken;
export const unknown: Token = (world) => world.secret('access_token');
export const refreshToken: Token = (_world, connection) => {
  if (!connection.refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
  return connection.refreshToken;
};

export const done: Judge = (answer) => expect.status(answer, 200);
export const served: Judge = done;
export const unauthorized: Judge = (answer) => expect.bearerRefusal(answer, 401);
export const refusedByTheApi: Judge = (answer) => expect.status(answer, 401);
export const refused: Judge = (answer) =>
  expect.that(answer.status >= 400, { expected: 'a refusal', seen: describe(answer), at: answer });
export const oauthError =
  (status: number | readonly number[], ...codes: string[]): Judge =>
  (answer) =>
    expect.oauthError(answer, status, ...codes);

export const notYours = ['invalid_grant', 'unauthorized_client', 'invalid_client'];
export const doneOrError =
  (...codes: string[]): Judge =>
  (answer) =>
    answer.status === 200 || expect.oauthError(answer, [400, 401], ...codes);

/** RFC 7009 §2.2.1 has an error for servers that take back refresh tokens alone; §2.1 asks no more of those. */
export function assertAccessTokensAreTaken(answer: Answer): void {
  if ((answer.tryJson() as { error?: unknown } | undefined)?.error === 'unsupported_token_type')
    throw new NotOffered('the target takes no access tokens back: it answers unsupported_token_type');
}

/** The check that judges whether the right request has an effect is what to look at first. */
const noEffectEither = (judgedBy: string) =>
  new Blocked('revoking it in the right way has no effect either', undefined, `revocation/${judgedBy}`);

/** Whether an access token was really revoked; does not apply, or is `Untestable`, where the server takes none back. */
async function revokesAccess(place: Place, world: World, connection: Connection): Promise<boolean> {
  const answer = await place.revoke(world, connection.client, connection.accessToken);
  assertAccessTokensAreTaken(answer);
  if (answer.status === 400) throw new Untestable(`needs access tokens that can be revoked: ${describe(answer)}`);
  return (await place.use(world, connection)).status === 401;
}

/** What the access token is good for now. */
async function judgeAccess(place: Place, world: World, connection: Connection, row: Revocation): Promise<void> {
  if (!row.thenAccess) return;
  const answer = await place.use(world, connection);
  const isGood = answer.status !== 401;
  // Where access tokens are not taken back, those of a revoked refresh token need not be (RFC 7009 §2.1).
  if (isGood && row.thenAccess === unauthorized) await revokesAccess(place, world, connection);
  row.thenAccess(answer);
}

/** That a token lives on means something where the right request would have ended it. */
async function assertRevokingHasAnEffect(place: Place, world: World, connection: Connection): Promise<void> {
  if (!(await revokesAccess(place, world, connection))) throw noEffectEither(place.judgedBy);
}

/**
 * Whether access tokens can be revoked here, and are refused then: RFC 7009 §2.2.1 has an error for servers that take back
 * refresh tokens alone.
 */
const takesAccessBack = (world: World): Promise<{ taken: boolean; refused: boolean }> =>
  world.shared('access tokens are taken back', async () => {
    const connection = await gateway.connect(world);
    const { status } = await gateway.revoke(world, connection.client, connection.accessToken);
    return { taken: status !== 400, refused: (await gateway.use(world, connection)).status === 401 };
  });

/** That a refresh token lives on means something where the right request would have ended it. */
async function assertRevokingEndsRefreshing(world: World, connection: Connection, token: string): Promise<void> {
  await revoke(world, connection.client, token);
  const { status } = await refresh(world, { ...connection, refreshToken: token });
  if (status === 200) throw noEffectEither('revokes-a-refresh-token');
}

/** The same with the refresh token, where access tokens are not taken back. */
async function byRefreshToken(world: World, row: Revocation): Promise<void> {
  for (const params of row.sends ?? [{}]) {
    const connection = await gateway.connect(world);
    const { client: own, person } = connection;
    const client = row.byAnother ? await gateway.anotherClient(world, person) : own;
    const token = refreshToken(world, connection)!;
    row.answered(await (row.asks ?? revoke)(world, client, token, params));
    const refreshed = await refresh(world, connection);
    done(refreshed);
    await assertRevokingEndsRefreshing(world, connection, refreshed.json().refresh_token ?? token);
  }
}

/** One revocation request, its answer, and what the tokens are good for afterwards. */
export const at = (place: Place) => async (world: World, row: Revocation) => {
  if (place === gateway && row.thenAccess === served && !(await takesAccessBack(world)).taken)
    return byRefreshToken(world, row);
  for (const params of row.sends ?? [{}]) {
    const connection = await (row.leavesAllAsItIs ? world.borrow() : place.connect(world));
    const { client: own, person } = connection;
    const client = row.byAnother ? await place.anotherClient(world, person) : own;
    for (const token of row.revokes.map((which) => which(world, connection)))
      if (token !== undefined) row.answered(await (row.asks ?? place.revoke)(world, client, token, params));
    await judgeAccess(place, world, connection, row);
    if (row.thenRefresh && connection.refreshToken) row.thenRefresh(await refresh(world, connection));
    if (row.thenAccess !== served) continue;
    if (!row.leavesAllAsItIs) await assertRevokingHasAnEffect(place, world, connection);
    else if (!(await takesAccessBack(world)).refused) throw noEffectEither(gateway.judgedBy);
  }
};
