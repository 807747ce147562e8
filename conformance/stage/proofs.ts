import { createHash } from 'node:crypto';
import type { Answer } from '../vocabulary/answer.ts';
import { challengesIn } from '../vocabulary/challenge.ts';
import { Blocked, describe } from '../vocabulary/expect.ts';
import type { Authorized, OAuthClient, Overrides } from '../vocabulary/oauth.ts';
import type { World } from '../vocabulary/world.ts';
import { endpoint, resourceOf } from '../wire/discover.ts';
import { firstRequest } from '../wire/mcp.ts';
import { tokenRequest } from '../wire/oauth.ts';
import { freshCode } from './code.ts';
import { newKey, type OwnKey, secondsAt, signedBy } from './own-key.ts';

/** A token that is bound to a key of the suite (RFC 9449). */
export interface Bound {
  client: OAuthClient;
  key: OwnKey;
  accessToken: string;
  refreshToken: string | undefined;
  answer: Answer;
}

/** What is put over a proof in which all is right. */
export interface ProofChanges {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  alg?: 'none' | 'hmac';
}

/** Makes what proves a key, with the nonce that a server demands. */
export type Proof = (nonce?: string) => Promise<string>;

/** Proofs of this key for one request; `token` is what comes with it. */
export function proofOf(
  world: World,
  key: OwnKey,
  request: { htm: string; htu: string; token?: string },
  { claims, header, alg = undefined }: ProofChanges = {},
): Proof {
  const { token, ...place } = request;
  const ath = token && createHash('sha256').update(token).digest('base64url');
  const above = { typ: 'dpop+jwt', jwk: key.publicJwk, ...header, ...(alg && { alg }) };
  return async (nonce) => {
    const iat = await secondsAt(world);
    const right = { ...place, iat, jti: world.secret('jti'), ...(ath && { ath }), ...(nonce && { nonce }) };
    return signedBy(world, key, above, { ...right, ...claims });
  };
}

/** The nonce with which it is to be tried again (RFC 9449 §8, §9). */
export function demandedNonce(answer: Answer): string | undefined {
  const challenges = challengesIn(answer.headers['www-authenticate'] ?? '');
  const errors = [...challenges.map(({ params }) => params.error), (answer.tryJson() as { error?: unknown })?.error];
  return errors.includes('use_dpop_nonce') ? answer.headers['dpop-nonce'] : undefined;
}

/** Sends with a proof or none, and where a nonce is demanded once more with a new proof that holds it. */
async function prove(proof: Proof | undefined, send: (headers: Record<string, string>) => Promise<Answer>) {
  if (!proof) return send({});
  const answer = await send({ dpop: await proof() });
  const nonce = demandedNonce(answer);
  return nonce === undefined ? answer : send({ dpop: await proof(nonce) });
}

export const tokenPlace = async (world: World): Promise<{ htm: string; htu: string }> => ({
  htm: 'POST',
  htu: endpoint(await world.discovery(), 'token_endpoint'),
});

/** Redeems the code of a client without a secret, with this proof or none. */
export async function redeemProven(
  world: World,
  { clientId }: OAuthClient,
  authorized: Authorized,
  proof?: Proof,
): Promise<Answer> {
  const params: Overrides = {
    grant_type: 'authorization_code',
    code: authorized.code,
    redirect_uri: authorized.redirectUri,
    client_id: clientId,
    code_verifier: authorized.verifier,
    resource: await resourceOf(world),
  };
  return prove(proof, (headers) => tokenRequest(world, params, undefined, headers));
}

export async function refreshProven(world: World, bound: Bound, proof?: Proof): Promise<Answer> {
  const { client, refreshToken } = bound;
  const params = {
    grant_type: 'refresh_token',
    client_id: client.clientId,
    refresh_token: refreshToken,
    resource: await resourceOf(world),
  };
  return prove(proof, (headers) => tokenRequest(world, params, undefined, headers));
}

/** A first request to the MCP endpoint by this scheme, with this proof or none. */
export function askProven(world: World, token: string, proof?: Proof, scheme = 'DPoP'): Promise<Answer> {
  const { url, method, headers, body } = world.mcp().draft(...firstRequest(world.era));
  const authorization = `${scheme} ${token}`;
  return prove(proof, (more) =>
    world.http.send({ url, method, headers: { ...headers, ...more, authorization }, body: JSON.stringify(body) }),
  );
}

/** A token bound to a new key, of a client that registered; `Blocked` where none is given. */
export async function boundToken(world: World): Promise<Bound> {
  const key = newKey(world);
  const { client, authorized } = await freshCode(world);
  const answer = await redeemProven(world, client, authorized, proofOf(world, key, await tokenPlace(world)));
  if (answer.status !== 200) throw new Blocked(`a good proof was answered with ${describe(answer)}`);
  const { access_token: accessToken, refresh_token: refreshToken } = answer.json();
  return { client, key, accessToken, refreshToken, answer };
}
