import { alteredToken, flipped, hmacSealed, type Jwt, jwtOf, profiledJwt, sealed } from '../../stage/altered-token.ts';
import { askTradingApi, connectAtBrokerage, revokeAtBrokerage } from '../../stage/brokerage.ts';
import { idToken, mayMint, publishedKey, tokenFor } from '../../stage/foreign-token.ts';
import { Blocked, describe, expect, Untestable } from '../../vocabulary/expect.ts';
import type { World } from '../../vocabulary/world.ts';

/** A token to show to a server. */
export type Token = (world: World) => Promise<string>;

/** A text, whatever it is. */
export const text =
  (token: string): Token =>
  async () =>
    token;

/** What looks like a credential and was given to nobody. */
export const drawnAtRandom: Token = async (world) => world.secret('access_token');

/**
 * A good token, signed anew by the gateway's own key with these claims put over its own; null leaves one out.
 * `{origin}` and `{mcp}` are the gateway's.
 */
export const claims =
  (changes: Record<string, string | null>): Token =>
  (world) => {
    const filledIn = (text: string) => text.replace('{origin}', world.origin).replace('{mcp}', world.mcpUrl);
    const entries = Object.entries(changes).map(([name, value]) => [name, value && filledIn(value)]);
    return alteredToken(world, Object.fromEntries(entries));
  };

const ELSEWHERE = 'https://another-server.example/mcp';

/** For another server: by the hook, else what the server gives for another resource, or for the client itself. */
export const forAnotherServer: Token = async (world) => {
  if (mayMint(world)) return alteredToken(world, { aud: ELSEWHERE });
  return idToken(world).catch((error: unknown) => {
    if (error instanceof Untestable) return tokenFor(world, ELSEWHERE);
    throw error;
  });
};

/** For a neighbour at the same origin: by the hook, else as the server gives one. */
export const forANeighbour =
  (audience: string): Token =>
  (world) => {
    if (mayMint(world)) return claims({ aud: audience })(world);
    return tokenFor(world, audience.replace('{origin}', world.origin).replace('{mcp}', world.mcpUrl));
  };

/** By another issuer: signed by the gateway’s own key where a hook does that, else as somebody else would sign it. */
async function by(world: World, iss: string): Promise<string> {
  if (mayMint(world)) return alteredToken(world, { iss });
  const { header, claims, signature } = await own(world);
  return sealed({ header: { ...header, alg: 'EdDSA' }, claims: { ...claims, iss }, signature }, 'a stranger');
}

export const ofAnotherIssuer: Token = (world) => by(world, 'https://another-issuer.example');

export const ofAnIssuerButForASlash: Token = async (world) => {
  const issuer = String((await own(world)).claims.iss);
  return by(world, issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`);
};

/** Of somebody new: whoever is known here already may be the one who granted it. */
export const ofAnotherUser: Token = async (world) =>
  alteredToken(world, { sub: (await world.person({ newcomer: true })).id });

export const validInTenMinutes: Token = async (world) => {
  const now = Math.floor(Date.parse(await world.hooks.now()) / 1000);
  return alteredToken(world, { nbf: now + 600 });
};

/** Of a type that is nobody's access token, where the gateway's own call themselves access tokens. */
export const ofTheTypeJwt: Token = async (world) => {
  profiledJwt((await world.borrow()).accessToken);
  return mayMint(world) ? alteredToken(world, { header: { typ: 'JWT' } }) : idToken(world);
};

const own = async (world: World): Promise<Jwt> => jwtOf((await world.borrow()).accessToken);

/** As long a secret as the gateway has published: its key, in each way in which one would be read from a file. */
export const signedWithThePublicKey =
  (way: number): Token =>
  async (world) => {
    const { header, claims } = await own(world);
    const secret = (await publishedKey(world, header.kid))[way]!;
    return hmacSealed({ header: { ...header, alg: 'HS256' }, claims, signature: '' }, secret);
  };

export const signedByAStranger: Token = async (world) => sealed(await own(world), 'a stranger');

export const unsigned =
  (alg: string): Token =>
  async (world) => {
    const { header, claims } = await own(world);
    return sealed({ header: { ...header, alg }, claims, signature: '' });
  };

/** With more scope, under the old signature. */
export const withAlteredClaims: Token = async (world) => {
  const jwt = await own(world);
  return sealed({ ...jwt, claims: { ...jwt.claims, scope: world.scopes.trade, jti: 'another' } });
};

export const withAnAlteredSignature: Token = async (world) => flipped((await world.borrow()).accessToken);

const LEEWAY = 90;

export const expired: Token = async (world) => {
  const { accessToken, expiresIn } = await world.connect();
  if (!expiresIn) throw new Untestable('needs to know when the token expires: expires_in is missing');
  await world.hooks.advance(expiresIn + LEEWAY);
  return accessToken;
};

export const refreshToken: Token = async (world) => {
  const { refreshToken } = await world.lookAt();
  if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
  return refreshToken;
};

export const ofTheGateway: Token = async (world) => (await world.borrow()).accessToken;

/** Issued by the brokerage for the MCP URL. */
export const directToken: Token = async (world) =>
  (await connectAtBrokerage(world, await world.person(), 'direct')).accessToken;

export const revokedDirectToken: Token = async (world) => {
  const { client, accessToken } = await connectAtBrokerage(world, await world.person(), 'direct');
  expect.status(await revokeAtBrokerage(world, client, accessToken), 200);
  return accessToken;
};

async function connectToTheTradingApi(world: World) {
  const connection = await connectAtBrokerage(world, await world.person(), 'gateway');
  const served = await askTradingApi(world, connection.accessToken);
  if (served.status !== 200) throw new Blocked(`the trading API refuses its own token: ${describe(served)}`);
  return connection;
}

/** Issued by the brokerage for its trading API, where it was seen to be good. */
export const ofTheTradingApi: Token = async (world) => (await connectToTheTradingApi(world)).accessToken;

export const expiredOfTheTradingApi: Token = async (world) => {
  const { accessToken, expiresIn = 3600 } = await connectToTheTradingApi(world);
  await world.hooks.advance(expiresIn + LEEWAY);
  return accessToken;
};
