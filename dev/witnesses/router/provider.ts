import { randomBytes } from 'node:crypto';
import {
  InvalidGrantError,
  InvalidScopeError,
  InvalidTargetError,
  InvalidTokenError,
} from '@modelcontextprotocol/sdk/server/auth/errors.js';
import type { AuthorizationParams, OAuthServerProvider } from '@modelcontextprotocol/sdk/server/auth/provider.js';
import type { OAuthClientInformationFull, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import type { Request, Response } from 'express';
import { consentPage, errorPage, pageHeaders, signInPage } from '../pages.ts';
import { signsIn } from '../witness.ts';

export const SCOPE = 'paper';
const AN_HOUR = 3600;
const TEN_MINUTES = 600;

interface Asked {
  client: OAuthClientInformationFull;
  params: AuthorizationParams;
  account?: string;
}
interface Grant extends Asked {
  ended?: boolean;
}
interface Issued {
  grant: Grant;
  expiresAt: number;
}

const now = (): number => Math.floor(Date.now() / 1000);
const secret = (): string => randomBytes(24).toString('base64url');

/** What the SDK leaves to who builds on it: the sign-in, the question, and keeping codes and tokens in memory. */
export function createProvider(mcpUrl: URL) {
  const clients = new Map<string, OAuthClientInformationFull>();
  const asked = new Map<string, Asked>();
  const codes = new Map<string, Issued & { used?: boolean }>();
  const access = new Map<string, Issued>();
  const refresh = new Map<string, Grant>();
  const used = new Set<string>();

  function tokensFor(grant: Grant): OAuthTokens {
    const [access_token, refresh_token] = [secret(), secret()];
    access.set(access_token, { grant, expiresAt: now() + AN_HOUR });
    const tokens: OAuthTokens = { access_token, token_type: 'Bearer', expires_in: AN_HOUR, scope: SCOPE };
    if (!grant.client.grant_types?.includes('refresh_token')) return tokens;
    refresh.set(refresh_token, grant);
    return { ...tokens, refresh_token };
  }
  const found = <T extends Issued>(issued: T | undefined): T | undefined =>
    issued && !issued.grant.ended && issued.expiresAt > now() ? issued : undefined;

  const isHere = (resource: URL | undefined): boolean => resource === undefined || resource.href === mcpUrl.href;

  const provider: OAuthServerProvider = {
    clientsStore: {
      getClient: (id) => clients.get(id),
      registerClient(client) {
        const made = client as OAuthClientInformationFull;
        clients.set(made.client_id, made);
        return made;
      },
    },
    async authorize(client, params, res) {
      if (params.scopes?.some((scope) => scope && scope !== SCOPE)) throw new InvalidScopeError('there is one scope');
      if (!isHere(params.resource)) throw new InvalidTargetError('not served here');
      const id = secret();
      asked.set(id, { client, params });
      res.set(pageHeaders).send(signInPage('/sign-in', { id }));
    },
    async challengeForAuthorizationCode(client, code) {
      const issued = codes.get(code);
      if (issued?.grant.client.client_id !== client.client_id) throw new InvalidGrantError('no such code');
      return issued.grant.params.codeChallenge;
    },
    async exchangeAuthorizationCode(client, code, _verifier, redirectUri, resource) {
      const issued = codes.get(code);
      if (issued?.grant.client.client_id !== client.client_id) throw new InvalidGrantError('no such code');
      const { params } = issued.grant;
      if (issued.used) issued.grant.ended = true;
      if (issued.used || !found(issued)) throw new InvalidGrantError('the code was used, or is too old');
      if (redirectUri !== undefined && redirectUri !== params.redirectUri) throw new InvalidGrantError('another URI');
      if (!isHere(resource)) throw new InvalidTargetError('not served here');
      issued.used = true;
      return tokensFor(issued.grant);
    },
    async exchangeRefreshToken(client, token, scopes, resource) {
      const grant = refresh.get(token);
      if (!grant || grant.client.client_id !== client.client_id) throw new InvalidGrantError('no such token');
      if (scopes?.some((scope) => scope !== SCOPE)) throw new InvalidScopeError('more than was granted');
      if (!isHere(resource)) throw new InvalidTargetError('not served here');
      if (used.has(token)) grant.ended = true;
      if (grant.ended) throw new InvalidGrantError('the connection was ended');
      used.add(token);
      return tokensFor(grant);
    },
    async verifyAccessToken(token) {
      const issued = found(access.get(token));
      if (!issued) throw new InvalidTokenError('no such token');
      const { client } = issued.grant;
      return { token, clientId: client.client_id, scopes: [SCOPE], expiresAt: issued.expiresAt, resource: mcpUrl };
    },
    async revokeToken(client, { token }) {
      const grant = refresh.get(token) ?? access.get(token)?.grant;
      if (grant?.client.client_id === client.client_id) grant.ended = true;
    },
  };

  /** Who is there? Then the question. */
  function signIn(req: Request, res: Response): void {
    const { id, username, password } = req.body ?? {};
    const one = asked.get(id);
    if (!one || one.account) {
      res.status(400).set(pageHeaders).send(errorPage('This sign-in is over. Start again in your application.'));
    } else if (!signsIn(username, password)) {
      res
        .status(403)
        .set(pageHeaders)
        .send(signInPage('/sign-in', { id }, true));
    } else {
      asked.delete(id);
      const next = secret();
      asked.set(next, { ...one, account: username });
      const { client, params } = one;
      const about = { client: client.client_name ?? client.client_id, account: username, scopes: [SCOPE] };
      const page = consentPage('/decide', { id: next }, { ...about, redirectUri: params.redirectUri });
      res.set(pageHeaders).send(page);
    }
  }

  /** The answer, and the way back to the client. */
  function decide(req: Request, res: Response): void {
    const one = asked.get(req.body?.id);
    if (!one?.account) {
      res.status(400).set(pageHeaders).send(errorPage('This was answered already, or never asked.'));
      return;
    }
    asked.delete(req.body.id);
    const back = new URL(one.params.redirectUri);
    if (one.params.state !== undefined) back.searchParams.set('state', one.params.state);
    if (req.body.decision === 'allow') {
      const code = secret();
      codes.set(code, { grant: { ...one }, expiresAt: now() + TEN_MINUTES });
      back.searchParams.set('code', code);
    } else {
      back.searchParams.set('error', 'access_denied');
    }
    res.set('cache-control', 'no-store').redirect(303, back.href);
  }
  return { provider, signIn, decide };
}
