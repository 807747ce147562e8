import { createPrivateKey, sign as signBytes } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { OAuth2Issuer } from 'oauth2-mock-server';
import type { BrokerContext } from '../context.ts';
import { keptSecret } from '../kept-secret.ts';
import { hashOf } from './hash.ts';

/** The claims of an access token (RFC 9068 §2.2); instants in seconds, as JWTs have them. */
export interface AccessClaims {
  iss: string;
  sub: string;
  aud: string;
  client_id: string;
  scope: string;
  jti: string;
  /** The grant that the token came from: it ends with it. */
  grant_id: string;
  iat: number;
  exp: number;
  /** The partner that exchanged the token (RFC 8693 §4.1). */
  act?: { sub: string };
}

/** The claims of a security event (RFC 8417 §2.2). */
export interface EventClaims {
  iss: string;
  aud: string;
  iat: number;
  jti: string;
  sub_id: { format: 'opaque'; id: string };
  events: Record<string, object>;
}

/** Signs and verifies with the one key of this brokerage. */
export interface Signer {
  sign(claims: AccessClaims): Promise<string>;
  signEvent(claims: EventClaims): Promise<string>;
  /** Claims whose signature, type and issuer are ours. Whether they still count is for the caller to decide. */
  read(accessToken: string): Promise<AccessClaims | undefined>;
  jwks(): Promise<{ keys: object[] }>;
}

const longestCache = 1000;

/** An Ed25519 key made from 32 bytes: no slow generation at boot, and equal bytes from a seeded source. */
function keyFrom(seed: Buffer) {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const { x, d } = privateKey.export({ format: 'jwk' });
  const jwk = { kid: hashOf(`kid:${x}`).slice(0, 16), alg: 'EdDSA', kty: 'OKP', crv: 'Ed25519', x: x!, d: d! };
  return { privateKey, jwk };
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** At once: to hand 300 bytes to another thread and wait for it costs more than to sign them. */
function signed(header: object, payload: object, key: ReturnType<typeof createPrivateKey>): string {
  const unsigned = `${encoded(header)}.${encoded(payload)}`;
  return `${unsigned}.${signBytes(null, Buffer.from(unsigned), key).toString('base64url')}`;
}

/** Keys and JWKS are kept by oauth2-mock-server; times come from our clock; the key is imported once, at first use. */
export function createSigner(context: BrokerContext): Signer {
  const issuer = new OAuth2Issuer();
  const kept = keptSecret(context.state, 'signing', () => context.random.bytes(32).toString('base64'));
  const seed = Buffer.from(kept, 'base64');
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load(issuer, seed);
    return loading;
  };
  const verified = new Map<string, AccessClaims>();
  const remember = (accessToken: string, claims: AccessClaims) => {
    if (verified.size >= longestCache) verified.clear();
    verified.set(accessToken, claims);
  };
  return {
    async sign(claims) {
      const { privateKey, header } = await loaded();
      const { iss, iat, exp, ...rest } = claims;
      const payload = { iss, iat, exp, nbf: iat, ...rest };
      const accessToken = signed(header, payload, privateKey);
      remember(accessToken, payload);
      return accessToken;
    },
    async signEvent(claims) {
      const { privateKey, header } = await loaded();
      return signed({ ...header, typ: 'secevent+jwt' }, claims, privateKey);
    },
    async read(accessToken) {
      const known = verified.get(accessToken);
      if (known) return known;
      const claims = await verifySignature(accessToken, (await loaded()).publicKey);
      if (claims?.iss !== context.origin()) return undefined;
      remember(accessToken, claims);
      return claims;
    },
    jwks: async () => ({ keys: (await loaded()).jwks }),
  };
}

async function load(issuer: OAuth2Issuer, seed: Buffer) {
  const { privateKey, jwk } = keyFrom(seed);
  await issuer.keys.add(jwk);
  const jwks = issuer.keys.toJSON().map((key) => ({ ...key, use: 'sig' }));
  const publicKey = await importJWK(jwks[0]!, jwk.alg);
  return { privateKey, publicKey, jwks, header: { typ: 'at+jwt', kid: jwk.kid, alg: jwk.alg } };
}

async function verifySignature(
  accessToken: string,
  key: Awaited<ReturnType<typeof importJWK>>,
): Promise<AccessClaims | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(accessToken, key, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== 'at+jwt') return undefined;
    return JSON.parse(new TextDecoder().decode(payload)) as AccessClaims;
  } catch {
    return undefined;
  }
}
