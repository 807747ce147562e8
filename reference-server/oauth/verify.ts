import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Access, Authorization, Refusal } from '../access.ts';
import { keyPrefix } from '../partners/partners.ts';
import { containedIn } from '../profiles/scope.ts';
import { createThrottle } from '../throttle.ts';
import { createBoundedMap } from './bounded-map.ts';
import { createBrokerageTokens } from './brokerage-tokens.ts';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import { claimsProblem, invalidToken, type OpenToken } from './open-token.ts';
import { scopeList } from './parameters.ts';
import { signatureVerified } from './verify-signature.ts';

const longest = 8192;

/** `Authorization.verify`: of a token that was seen before only the signature is not calculated again. */
export function createVerify(context: OAuthContext): Authorization['verify'] {
  const verified = createBoundedMap<OpenToken>(10_000);
  const brokerageTokens = createBrokerageTokens(context);
  const guesses = createThrottle(context, 'keys', context.settings.keyFailuresPerMinute);
  context.onReset(() => {
    verified.clear();
    guesses.clear();
  });
  return async (value, place = 'header', network = () => '') => {
    const isKey = context.profile.features.includes('partner-keys') && value.startsWith(keyPrefix);
    const seconds = isKey ? guesses.wait(network()) : undefined;
    if (seconds !== undefined) return tooManyGuesses(seconds);
    const partner = partnerKeyAccess(context, value, place);
    if (partner) return partner;
    if (isKey) guesses.failed(network());
    if (place === 'address' && !context.behaviours.addressHoldsKeysOnly(false))
      return invalidToken('The address holds no partner key.');
    const key = keyOf(value);
    const known = verified.get(key);
    const token = known ?? open(value);
    if (!token) return invalidToken('The token is not one of this server.');
    if (isBrokerages(context, token)) return brokerageTokens.verify(token);
    const problem = await ownProblem(context, token, known !== undefined);
    if (problem) return invalidToken(problem);
    if (!known) verified.set(key, { ...token, value: '' });
    return accessOf(context, token);
  };
}

/** CE-4: what a partner key opens; undefined where it is none. */
function partnerKeyAccess(
  context: OAuthContext,
  value: string,
  place: 'header' | 'address',
): Access | Refusal | undefined {
  const { behaviours, clock, partners, profile } = context;
  const key = profile.features.includes('partner-keys') ? partners.key(value) : undefined;
  const account = key && partners.account(key.userId);
  if (!key || !account) return undefined;
  if (!behaviours.partnerKeyIsActive(key.status)) return invalidToken('The partner key was revoked.');
  const offered = profile.scopes.map(({ name }) => name);
  const scopes = behaviours.keyMayDoItsOperations(key.operations, offered, place);
  return { grant: partners.grantOf(key, account, clock.now()), scopes, expiresAt: Number.MAX_SAFE_INTEGER };
}

/** Also where the key is right, or whoever guesses would go on and see when it is. */
const tooManyGuesses = (retryAfter: number): Refusal => ({
  error: 'too_many_attempts',
  description: `Too many wrong keys came from this address. Try again in ${retryAfter} seconds.`,
  retryAfter,
});

function open(value: string): OpenToken | undefined {
  if (value.length > longest) return undefined;
  try {
    return { value, header: decodeProtectedHeader(value), claims: decodeJwt(value) };
  } catch {
    return undefined;
  }
}

const isBrokerages = ({ behaviours, brokerOrigin, profile }: OAuthContext, { claims }: OpenToken): boolean =>
  claims.iss === brokerOrigin && behaviours.brokerageTokenIsWelcome(profile.features.includes('direct-mode'));

async function ownProblem(context: OAuthContext, token: OpenToken, known: boolean): Promise<string | undefined> {
  const { behaviours, signingKey, issuer } = context;
  const { alg } = token.header;
  const right = known || (await signatureVerified(token.value, signingKey.publicKey, [signingKey.alg]));
  if (!behaviours.signatureIsValid(right, alg, [signingKey.alg])) return 'The signature is wrong.';
  if (!behaviours.issuerIsExpected(token.claims.iss, issuer)) return 'The token has another issuer.';
  return claimsProblem(context, token);
}

function accessOf(context: OAuthContext, { claims }: OpenToken): Access | Refusal {
  const { behaviours, grants, clock, profile, wayIn } = context;
  const record = grants.find(String(claims.grant_id));
  if (!record || !behaviours.grantIsAlive(record.alive))
    return invalidToken('The connection was ended. Authorize again.');
  const { grant } = record;
  if (wayIn.userMayComeIn?.(context, grant.user.id, 'call') === false)
    return invalidToken('Partner access was withdrawn.');
  const owner = { userId: grant.user.id, clientId: grant.clientId };
  if (!behaviours.tokenAgreesWithItsGrant({ sub: claims.sub, client_id: claims.client_id }, owner)) {
    return invalidToken('The token does not agree with its connection.');
  }
  const own = behaviours.tokenScopesAreTheGrants(
    scopeList(String(claims.scope ?? '')),
    behaviours.largerScopeIncludesTheSmaller(grant.scopes, containedIn(profile.scopes, grant.scopes)),
  );
  grant.lastActivityAt = clock.now();
  const expiresAt = Number(claims.exp) * 1000;
  const scopes = behaviours.largerScopeIncludesTheSmaller(own, containedIn(profile.scopes, own));
  const jkt = (claims.cnf as { jkt?: unknown } | undefined)?.jkt;
  return { grant, scopes, expiresAt, ...(typeof jkt === 'string' && { jkt }) };
}
