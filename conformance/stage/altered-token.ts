import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { Blocked, describe, Untestable } from '../vocabulary/expect.ts';
import type { World } from '../vocabulary/world.ts';

/** A JWT taken apart: nothing of it is believed. */
export interface Jwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  signature: string;
}

const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Takes a token apart; `Untestable` where it is opaque. */
export function jwtOf(token: string): Jwt {
  const [header = '', claims = '', signature = ''] = token.split('.');
  try {
    return { header: decode(header) as Jwt['header'], claims: decode(claims) as Jwt['claims'], signature };
  } catch {
    throw new Untestable('needs access tokens that are JWTs; these are opaque');
  }
}

/**
 * A token that claims to keep the profile of RFC 9068, taken apart; `Untestable` for others: no document of MCP asks
 * for that profile.
 */
export function profiledJwt(token: string): Jwt {
  const jwt = jwtOf(token);
  const { typ } = jwt.header;
  if (!/^(application\/)?at\+jwt$/i.test(String(typ)))
    throw new Untestable(
      `needs access tokens by RFC 9068, whose type is at+jwt; the type of these is ${typ ?? 'not told'}`,
    );
  return jwt;
}

/** A token with one character changed, and not the last: what that one says may be padding. */
export const flipped = (token: string): string =>
  `${token.slice(0, -4)}${token.at(-4) === 'A' ? 'B' : 'A'}${token.slice(-3)}`;

/** The example key of RFC 8037 appendix A: everybody knows it, so nobody may trust it. */
const strangersKey = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'OKP',
    crv: 'Ed25519',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  },
});

/** Puts a token together again, signed by a stranger if asked for; else the signature stays as it was. */
export function sealed(jwt: Jwt, by?: 'a stranger'): string {
  const input = `${encode(jwt.header)}.${encode(jwt.claims)}`;
  if (!by) return `${input}.${jwt.signature}`;
  return `${input}.${sign(null, Buffer.from(input), strangersKey).toString('base64url')}`;
}

/** Puts a token together again, sealed by HMAC with this secret. */
export function hmacSealed(jwt: Jwt, secret: Buffer): string {
  const input = `${encode(jwt.header)}.${encode(jwt.claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** A token of our own whose claims the test hook can put over: made once, and `Blocked` unless a copy of it is accepted. */
const ownToken = (world: World): Promise<{ user: string; claims: Jwt['claims'] }> =>
  world.shared('a token to alter', async () => {
    world.hooks.assertHas('tokens');
    const { person, accessToken } = await world.connect();
    const user = person.platform ? person.email : (person.id ?? person.email);
    const { claims } = jwtOf(accessToken);
    const copy = await world.mcp(await world.hooks.mintToken({ user, claims })).request('tools/list');
    if (copy.status !== 200)
      throw new Blocked(`an unaltered token of the test hook was answered with ${describe(copy)}`);
    return { user, claims };
  });

/**
 * A token of a living connection, signed by the gateway's own key again with these claims, or with this header in
 * `claims.header`, put over its own.
 */
export async function alteredToken(world: World, changes: Record<string, unknown>): Promise<string> {
  const { user, claims } = await ownToken(world);
  return world.hooks.mintToken({ user, claims: { ...claims, ...changes } });
}
