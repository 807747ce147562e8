import { SignJWT } from 'jose';
import type { OAuthContext } from './oauth-context.ts';
import type { GrantRecord } from './records.ts';

/** The claims of a good access token for a grant (RFC 9068 §2.2). Times are seconds. */
export function accessTokenClaims(context: OAuthContext, record: GrantRecord, scopes: readonly string[], jkt?: string) {
  const { issuer, settings, clock, random, behaviours } = context;
  const now = Math.floor(clock.now() / 1000);
  return behaviours.claimsOfAToken({
    iss: issuer,
    sub: record.grant.user.id,
    aud: record.resource,
    client_id: record.grant.clientId,
    scope: scopes.join(' '),
    iat: now,
    exp: now + settings.accessTokenSeconds,
    jti: random.uuid(),
    grant_id: record.grant.id,
    // RFC 9449 §6.1.
    ...(jkt && { cnf: { jkt } }),
  });
}

/** RFC 9068 §2.1 */
export const accessTokenHeader = (context: OAuthContext) => ({
  alg: context.signingKey.alg,
  typ: 'at+jwt',
  kid: context.signingKey.kid,
});

export function issueAccessToken(
  context: OAuthContext,
  record: GrantRecord,
  scopes: readonly string[],
  jkt?: string,
): Promise<string> {
  return new SignJWT(accessTokenClaims(context, record, scopes, jkt))
    .setProtectedHeader(accessTokenHeader(context))
    .sign(context.signingKey.privateKey);
}
