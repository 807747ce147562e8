import { z } from 'zod';
import type { Clock } from '../../mock-broker/clock.ts';
import type { BrokerUser } from '../access.ts';
import type { GatewayBehaviours } from '../behaviours.ts';
import type { UpstreamTokens } from '../oauth/records.ts';
import type { BrokerAnswer, SendToBroker } from './broker-http.ts';
import { UpstreamGone, UpstreamUnavailable } from './upstream-gone.ts';

/** The gateway as an OAuth client of the brokerage. Each call rejects with `UpstreamGone` or `UpstreamUnavailable`. */
export interface BrokerOAuth {
  authorizeUrl(request: SignInRequest): string;
  /** The tokens, and who signed in where the brokerage says so with them. */
  redeem(request: { clientId: string; code: string; verifier: string }): Promise<{
    upstream: UpstreamTokens;
    user: BrokerUser | undefined;
  }>;
  refresh(clientId: string, tokens: UpstreamTokens): Promise<UpstreamTokens>;
  /** RFC 8693, as the partner: a token for the brokerage's API in place of one that was issued for this gateway. */
  exchange(subjectToken: string): Promise<UpstreamTokens>;
  /** RFC 7009, best effort: nothing depends on the outcome. */
  revoke(clientId: string, tokens: UpstreamTokens): Promise<void>;
  userOf(accessToken: string): Promise<BrokerUser>;
  jwks(): Promise<unknown>;
  /** Where the browser's session at the brokerage ends, to go on at `returnTo`. */
  signOutUrl(returnTo: string): string;
}

export interface SignInRequest {
  clientId: string;
  /** Undefined asks for what the key holds. */
  scopes: readonly string[] | undefined;
  state: string;
  codeChallenge: string;
}

export interface BrokerOAuthOptions {
  send: SendToBroker;
  clock: Clock;
  behaviours: GatewayBehaviours;
  brokerOrigin: string;
  callbackUrl: string;
  upstreamClient: { clientId: string; clientSecret: string };
}

const userAnswer = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    plan: z.enum(['elite', 'free']),
    trading: z.boolean(),
    accounts: z.array(z.object({ id: z.string(), account_number: z.string() })),
  })
  .transform(
    (user): BrokerUser => ({
      ...user,
      accounts: user.accounts.map(({ id, account_number }) => ({ id, accountNumber: account_number })),
    }),
  );

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
  user: userAnswer.optional().catch(undefined),
});

const errorAnswer = z.object({ error: z.string() });

/** RFC 6749 §2.3.1: the parts of Basic credentials are form-encoded first. */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

export function createBrokerOAuth(options: BrokerOAuthOptions): BrokerOAuth {
  const { send, clock, behaviours, brokerOrigin, callbackUrl, upstreamClient } = options;
  const basic = `Basic ${Buffer.from(
    `${formEncoded(upstreamClient.clientId)}:${formEncoded(upstreamClient.clientSecret)}`,
  ).toString('base64')}`;

  /** Users' own keys are public clients; only the partner has a secret. */
  function postForm(path: string, clientId: string, form: Record<string, string>): Promise<BrokerAnswer> {
    const partner = clientId === upstreamClient.clientId;
    return send({
      method: 'POST',
      url: `${brokerOrigin}${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(partner && { authorization: basic }) },
      body: new URLSearchParams(partner ? form : { ...form, client_id: clientId }).toString(),
    });
  }

  function refused({ status, json }: BrokerAnswer): Error {
    const { data } = errorAnswer.safeParse(json);
    if (behaviours.brokerageErrorEndsTheGrant(status, data?.error)) return new UpstreamGone(data?.error ?? `${status}`);
    return new UpstreamUnavailable(`the brokerage answered ${status} ${data?.error ?? ''}`.trim(), { status });
  }

  const requestTokens = async (clientId: string, form: Record<string, string>): Promise<UpstreamTokens> =>
    (await tokensAndUser(clientId, form)).upstream;

  async function tokensAndUser(clientId: string, form: Record<string, string>) {
    const answer = await postForm('/oauth2/token', clientId, form);
    const { data } = tokenAnswer.safeParse(answer.json);
    if (answer.status !== 200 || !data) throw refused(answer);
    const upstream: UpstreamTokens = {
      accessToken: data.access_token,
      refreshToken: data.refresh_token,
      expiresAt: clock.now() + data.expires_in * 1000,
      scopes: (data.scope ?? '').split(' ').filter(Boolean),
    };
    return { upstream, user: data.user };
  }

  return {
    authorizeUrl({ clientId, scopes, state, codeChallenge }) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: callbackUrl,
        ...(scopes && { scope: scopes.join(' ') }),
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      });
      return `${brokerOrigin}/oauth2/authorize?${query}`;
    },
    redeem: ({ clientId, code, verifier }) =>
      tokensAndUser(clientId, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: callbackUrl,
        code_verifier: verifier,
      }),
    async refresh(clientId, tokens) {
      if (!tokens.refreshToken) throw new UpstreamGone('there is no refresh token');
      const fresh = await requestTokens(clientId, { grant_type: 'refresh_token', refresh_token: tokens.refreshToken });
      return {
        ...fresh,
        refreshToken: fresh.refreshToken ?? tokens.refreshToken,
        scopes: fresh.scopes.length > 0 ? fresh.scopes : tokens.scopes,
      };
    },
    exchange: (subjectToken) =>
      requestTokens(upstreamClient.clientId, {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: subjectToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: brokerOrigin,
      }),
    async revoke(clientId, tokens) {
      const token = tokens.refreshToken ?? tokens.accessToken;
      await postForm('/oauth2/revoke', clientId, { token }).catch(() => undefined);
    },
    async userOf(accessToken) {
      const url = `${brokerOrigin}/v1/users/me`;
      const answer = await send({ method: 'GET', url, headers: { authorization: `Bearer ${accessToken}` } });
      const { data } = userAnswer.safeParse(answer.json);
      if (answer.status !== 200 || !data) throw refused(answer);
      return data;
    },
    async jwks() {
      return (await send({ method: 'GET', url: `${brokerOrigin}/oauth2/jwks` })).json;
    },
    signOutUrl: (returnTo) => `${brokerOrigin}/sign-out?${new URLSearchParams({ return_to: returnTo })}`,
  };
}
