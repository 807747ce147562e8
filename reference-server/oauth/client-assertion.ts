import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import type { OAuthContext } from './oauth-context.ts';
import type { Parameters } from './parameters.ts';
import type { Client } from './records.ts';
import { signatureVerified } from './verify-signature.ts';

/** RFC 7523 §2.2. */
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Asymmetric ones: with a shared secret, or none, anybody who has the public key could sign. */
export const assertionAlgorithms: readonly string[] = ['ES256', 'RS256', 'PS256', 'EdDSA'];
const longest = 8192;
const mostKeys = 10;

/** The client that an assertion says it is of, before anything is verified. */
export function clientIdOfAssertion(parameters: Parameters): string | undefined {
  try {
    return decodeJwt(parameters.get('client_assertion') ?? '').sub;
  } catch {
    return undefined;
  }
}

/** private_key_jwt (RFC 7523 §3): whether the client has proved to be itself. */
export async function assertionProves(
  context: OAuthContext,
  client: Client,
  parameters: Parameters,
  network: string,
): Promise<boolean> {
  const { behaviours, clock, origin, usedAssertions } = context;
  const assertion = parameters.get('client_assertion') ?? '';
  if (parameters.get('client_assertion_type') !== jwtBearer || assertion.length > longest) return false;
  const opened = open(assertion);
  if (!opened) return false;
  const { alg, kid, claims } = opened;
  const keys = (await keysOf(context, client, network))
    .filter((key) => kid === undefined || key.kid === kid)
    .slice(0, mostKeys);
  const verified = await Promise.all(keys.map((key) => signatureVerified(assertion, key, assertionAlgorithms)));
  const { iss, sub, aud, exp, nbf, jti } = claims;
  return (
    behaviours.assertionIsSigned(verified.includes(true), alg, assertionAlgorithms) &&
    behaviours.assertionIsTheClients(iss, sub, client.clientId) &&
    behaviours.assertionIsForUs(aud, [origin, `${origin}/oauth/token`]) &&
    behaviours.assertionIsFresh(exp, nbf, clock.now()) &&
    behaviours.assertionIsUsedOnce(typeof jti === 'string', () =>
      usedAssertions.use(JSON.stringify([client.clientId, jti]), Number(exp) * 1000),
    )
  );
}

function open(assertion: string) {
  try {
    const { alg, kid } = decodeProtectedHeader(assertion);
    return { alg, kid, claims: decodeJwt(assertion) };
  } catch {
    return undefined;
  }
}

/**
 * The client's public keys: as it registered them, or as they are where it says. What a document says is kept for as
 * long as the document may be, so that a key that was taken out of it is none.
 */
async function keysOf(context: OAuthContext, { clientId }: Client, network: string): Promise<readonly JWK[]> {
  const { documents, wayIn } = context;
  const described = await wayIn.clientOf(context, clientId, { redirectUri: undefined, state: undefined, network });
  if ('code' in described) return [];
  const { jwks, jwksUri } = described;
  if (jwks) return jwks;
  if (jwksUri === undefined) return [];
  const read = (json: Record<string, unknown>) => (Array.isArray(json.keys) ? (json.keys as JWK[]) : []);
  return documents.read(jwksUri, read, network).catch(() => []);
}
