import { createHash, createHmac, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import type { World } from '../vocabulary/world.ts';

/** A key of a client that the suite plays, made for one check. */
export interface OwnKey {
  publicJwk: JsonWebKey;
  privateJwk: JsonWebKey;
  privateKey: KeyObject;
  /** RFC 7638. */
  thumbprint: string;
}

/** A new key of P-256; nothing of it appears in any output. */
export function newKey(world: World): OwnKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateJwk = privateKey.export({ format: 'jwk' });
  const publicJwk = publicKey.export({ format: 'jwk' });
  const { crv, kty, x, y } = publicJwk;
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  for (const value of [x, y, privateJwk.d, thumbprint]) world.secrets.note('key', value);
  return { publicJwk, privateJwk, privateKey, thumbprint };
}

/** How a JWT of the suite's is signed; `hmac` takes the public key for a secret that both know. */
export type Algorithm = 'ES256' | 'none' | 'hmac';

/** A JWT by this key, a secret of the run. */
export function signedBy(
  world: World,
  key: OwnKey,
  { alg = 'ES256', ...header }: Record<string, unknown> & { alg?: Algorithm },
  claims: Record<string, unknown>,
): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode({ alg: alg === 'hmac' ? 'HS256' : alg, ...header })}.${encode(claims)}`;
  const jwt = `${input}.${signatureOf(input, key, alg)}`;
  world.secrets.note('jwt', jwt);
  return jwt;
}

function signatureOf(input: string, { privateKey, publicJwk }: OwnKey, alg: Algorithm): string {
  if (alg === 'none') return '';
  if (alg === 'hmac') return createHmac('sha256', JSON.stringify(publicJwk)).update(input).digest('base64url');
  return sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

/** The time of the target in seconds: by the hook, else by the header of its answer. */
export async function secondsAt(world: World): Promise<number> {
  const told = world.hooks.has('clock')
    ? await world.hooks.now()
    : (await world.http.get((await world.discovery()).authorizationServer?.url ?? world.mcpUrl)).headers.date;
  return Math.floor(Date.parse(told ?? '') / 1000);
}
