import type { Access, Refusal } from '../access.ts';
import { isRefusal } from '../upstream/upstream-gone.ts';
import { createBoundedMap } from './bounded-map.ts';
import { createBrokerageKeys } from './brokerage-keys.ts';
import { keyOf } from './key-of.ts';
import type { OAuthContext } from './oauth-context.ts';
import { claimsProblem, invalidToken, type OpenToken } from './open-token.ts';
import { scopeList } from './parameters.ts';
import type { GrantRecord, UpstreamTokens } from './records.ts';
import { signatureVerified } from './verify-signature.ts';

/** Direct mode: access tokens that the brokerage issued for this gateway's MCP URL. */
export interface BrokerageTokens {
  verify(token: OpenToken): Promise<Access | Refusal>;
}

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

interface Seen {
  /** The grant that stands for the token here, begun at its first call. */
  grantId: string;
}

export function createBrokerageTokens(context: OAuthContext): BrokerageTokens {
  const { behaviours, clock, grants, store, brokerOAuth, brokerOrigin } = context;
  const keys = createBrokerageKeys(clock, brokerOAuth.jwks);
  const seen = createBoundedMap<Promise<Seen>>(10_000);
  context.onReset(() => {
    keys.forget();
    seen.clear();
  });

  async function signatureProblem({ value, header, claims }: OpenToken): Promise<string | undefined> {
    const key = await keys.find(header.kid);
    const right = key !== undefined && (await signatureVerified(value, key, algorithms));
    if (!behaviours.signatureIsValid(right, header.alg, algorithms)) return 'The signature is wrong.';
    return behaviours.issuerIsExpected(claims.iss, brokerOrigin) ? undefined : 'The token has another issuer.';
  }

  async function begin(token: OpenToken): Promise<Seen> {
    const { claims, value } = token;
    const upstream = behaviours.clientsTokenIsExchanged(true) ? await brokerOAuth.exchange(value) : passedOn(token);
    const user = await brokerOAuth.userOf(upstream.accessToken);
    const clientId = String(claims.client_id);
    const client = { clientId, clientName: 'Connected through the brokerage', redirectUris: [], grantTypes: [] };
    const scopes = scopeList(String(claims.scope ?? ''));
    const upstreamClientId = context.upstreamClient.clientId;
    const record = grants.begin({ client, user, scopes, resource: context.mcpUrl, upstream, upstreamClientId });
    return { grantId: record.grant.id };
  }

  /** The exchanged token is short: a call after its end exchanges the client's, as long as that lives, once more. */
  async function renew(record: GrantRecord, token: OpenToken): Promise<void> {
    if (clock.now() < record.upstream.expiresAt - 30_000 || record.upstream.refreshToken) return;
    record.upstream = await brokerOAuth.exchange(token.value);
    store.grants.keep(record.grant.id);
  }

  async function accessOf(token: OpenToken): Promise<Access | Refusal> {
    const key = keyOf(token.value);
    const beginning = seen.get(key) ?? begin(token);
    seen.set(key, beginning);
    try {
      const record = grants.find((await beginning).grantId);
      if (!record || !behaviours.grantIsAlive(record.alive)) return invalidToken('The connection was ended.');
      await renew(record, token);
      const { grant } = record;
      grant.lastActivityAt = clock.now();
      return { grant, scopes: grant.scopes, expiresAt: Number(token.claims.exp) * 1000 };
    } catch (error) {
      seen.delete(key);
      if (isRefusal(error)) return invalidToken('The brokerage refused the token.');
      throw error;
    }
  }

  return {
    async verify(token) {
      const known = seen.get(keyOf(token.value)) !== undefined;
      const problem = (known ? undefined : await signatureProblem(token)) ?? claimsProblem(context, token);
      return problem ? invalidToken(problem) : accessOf(token);
    },
  };
}

/** Only a gateway that passes clients' tokens on gets here. */
const passedOn = ({ value, claims }: OpenToken): UpstreamTokens => ({
  accessToken: value,
  refreshToken: undefined,
  expiresAt: Number(claims.exp) * 1000,
  scopes: [],
});
