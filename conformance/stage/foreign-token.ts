import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { Untestable } from '../vocabulary/expect.ts';
import type { World } from '../vocabulary/world.ts';
import { endpoint, resourceOf } from '../wire/discover.ts';
import { authorize, redeem } from '../wire/oauth.ts';
import { jwtOf } from './altered-token.ts';

// What stands for a token that only the server's own key can sign, where no test hook signs one: what the server itself
// gives, and is not meant for the MCP endpoint.

/** Whether a test hook signs tokens as we want them. */
export const mayMint = ({ hooks }: World): boolean => hooks.has('tokens');

const NEEDS_ONE = 'or the test hook “tokens”, which signs one';

const tokenAnswer = async (world: World, scope: string | undefined, resource: string) => {
  const person = await world.person();
  const client = await world.client({ person });
  const authorized = await authorize(world, { client, person, ...(scope ? { scope } : {}), params: { resource } });
  if (!authorized.code) return undefined;
  const answer = await redeem(world, client, authorized, { resource });
  return answer.status === 200 ? (answer.json() as Record<string, unknown>) : undefined;
};

/** Signed by the server’s own key, about the same user, and meant for the client: an ID token. */
export const idToken = (world: World): Promise<string> =>
  world.shared('an ID token', async () => {
    const scopes: unknown = (await world.discovery()).authorizationServer?.doc.scopes_supported;
    if (!Array.isArray(scopes) || !scopes.includes('openid'))
      throw new Untestable(`needs a server that gives ID tokens (openid), ${NEEDS_ONE}`, 'test hooks');
    const answer = await tokenAnswer(
      world,
      ['openid', world.scopes.read].filter(Boolean).join(' '),
      await resourceOf(world),
    );
    const token = answer?.id_token;
    world.secrets.note('id_token', typeof token === 'string' ? token : undefined);
    if (typeof token === 'string' && (await isForAnother(world, token))) return token;
    throw new Untestable(`needs an ID token, and there was none beside the access token, ${NEEDS_ONE}`, 'test hooks');
  });

/** Whether the audience of a JWT leaves the MCP endpoint out. */
const isForAnother = async (world: World, token: string): Promise<boolean> =>
  ![jwtOf(token).claims.aud].flat().includes(await resourceOf(world));

/** A platform mints for the one gateway alone. */
async function assertNotMinted(world: World): Promise<void> {
  if ((await world.borrow()).person.platform)
    throw new Untestable(
      'needs the test hook “tokens”, which signs one: a platform mints for this server alone',
      'test hooks',
    );
}

/** An access token that the server gave for this other resource; `Untestable` where it gives none. */
export async function tokenFor(world: World, resource: string): Promise<string> {
  await assertNotMinted(world);
  const token = (await tokenAnswer(world, world.scopes.read, resource))?.access_token;
  if (typeof token === 'string' && (await isForAnother(world, token))) return token;
  throw new Untestable(`needs a server that gives tokens for ${resource}, ${NEEDS_ONE}`, 'test hooks');
}

/** The key that verifies the tokens with this `kid`, as bytes that a careless verifier may have at hand as its secret. */
export async function publishedKey(world: World, kid: unknown): Promise<Buffer[]> {
  const url = endpoint(await world.discovery(), 'jwks_uri');
  const keys: unknown = (await world.http.get(url)).json().keys;
  const known = Array.isArray(keys) ? (keys as JsonWebKey[]) : [];
  const jwk = known.find((key) => key.kid === kid) ?? known[0];
  if (!jwk) throw new Untestable('needs the key that its tokens are signed with, and jwks_uri has none');
  const key = createPublicKey({ format: 'jwk', key: jwk });
  const pem = String(key.export({ format: 'pem', type: 'spki' }));
  return [
    Buffer.from(pem),
    Buffer.from(pem.trim()),
    key.export({ format: 'der', type: 'spki' }),
    Buffer.from(String(jwk.x ?? jwk.n), 'base64url'),
    Buffer.from(JSON.stringify(jwk)),
  ];
}
