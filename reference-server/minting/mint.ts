import type { Request, RequestHandler } from 'express';
import { issueAccessToken } from '../oauth/access-token.ts';
import { networkOf } from '../oauth/network.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import type { GrantRecord } from '../oauth/records.ts';
import { createThrottle, type Throttle } from '../throttle.ts';
import { type PlatformUser, secretMatches } from './directory.ts';

/** Why nothing was minted: the products document no form, so it is `{error, message}`. */
interface Problem {
  status: number;
  error: string;
  message: string;
  headers?: Record<string, string>;
}

const names = ['client-id', 'client-secret', 'user-id', 'user-secret'] as const;
const isProblem = (answer: object): answer is Problem => 'error' in answer;

type Credentials = Record<(typeof names)[number], string>;

/** `POST /auth/tokens/user` (CN-2): two pairs of credentials and a wish for scopes become a token for an hour. */
export function mint(context: OAuthContext): RequestHandler {
  const { behaviours, settings } = context;
  const throttle = createThrottle(context, 'credentials', settings.mintingFailuresPerMinute);
  context.onReset(throttle.clear);
  return async (req, res) => {
    res.set('Cache-Control', behaviours.cachingOf('secret'));
    const credentials = credentialsOf(context, req);
    const user = 'error' in credentials ? credentials : authenticate(context, throttle, req, credentials);
    const minted = 'error' in user ? user : await mintFor(context, user, req.body);
    if (!isProblem(minted)) return void res.json(minted);
    const { status, headers = {}, ...problem } = minted;
    // A 401 names a scheme (RFC 9110 §15.5.2): four headers have none of their own.
    if (status === 401) res.set('WWW-Authenticate', 'Platform-Credentials realm="tokens"');
    res.status(status).set(headers).json(problem);
  };
}

function credentialsOf({ behaviours }: OAuthContext, req: Request): Credentials | Problem {
  const spelled = (name: string) => name.toLowerCase().replaceAll('_', '-');
  const inQuery = Object.keys(req.query).filter((name) => names.some((known) => known === spelled(name)));
  if (!behaviours.credentialsStayOutOfTheAddress(inQuery)) {
    const message = `Send ${names.join(', ')} as headers: addresses are written into logs. Change the secrets that were sent.`;
    return { status: 400, error: 'credentials_in_query', message };
  }
  const given = names.map((name) => [name, req.headers[name] ?? req.query[name]] as const);
  const missing = given.filter(([, value]) => typeof value !== 'string' || value === '').map(([name]) => name);
  if (!behaviours.mintingCredentialsAreSent(missing)) {
    const message = `Headers are missing: ${missing.join(', ')}. client-id and client-secret are the platform’s, user-id and user-secret the person’s.`;
    return { status: 401, error: 'credentials_missing', message };
  }
  return Object.fromEntries(given.map(([name, value]) => [name, String(value ?? '')])) as Credentials;
}

/**
 * Platform first, then person. An unknown name and a wrong secret take the same steps and read the same, and whoever
 * has failed too often is not looked at at all.
 */
function authenticate(
  context: OAuthContext,
  throttle: Throttle,
  req: Request,
  credentials: Credentials,
): PlatformUser | Problem {
  const { behaviours, directory } = context;
  const { 'client-id': clientId, 'user-id': userId } = credentials;
  const fail = (key: string, error: string, known: boolean, words: string): Problem => {
    throttle.failed(key);
    const message = behaviours.refusalsReadTheSame(words, known ? 'wrong secret' : 'unknown');
    return { status: 401, error, message };
  };

  const address = `network ${networkOf(req.ip ?? '')}`;
  const platform = directory.platform(clientId);
  const seconds = throttle.wait(address);
  if (seconds !== undefined) return tooMany(seconds);
  const platformMatches = secretMatches(credentials['client-secret'], platform?.secretHash);
  if (!behaviours.platformProvesItself(platform !== undefined, platformMatches)) {
    return fail(address, 'invalid_platform_credentials', platform !== undefined, wrongPlatform);
  }

  const person = `person ${JSON.stringify([clientId, userId])}`;
  const named = directory.usersNamed(userId);
  const user = named.find(({ platformId }) => behaviours.userIsThisPlatforms(platformId, clientId));
  const wait = throttle.wait(person);
  if (wait !== undefined) return tooMany(wait);
  const userMatches = secretMatches(credentials['user-secret'], user?.secretHash);
  if (!user || !behaviours.userProvesThemselves(userMatches)) {
    return fail(person, 'invalid_user_credentials', user !== undefined, wrongUser);
  }
  return user;
}

const wrongPlatform = 'client-id and client-secret do not belong to a platform that is known here.';
const wrongUser = 'user-id and user-secret do not belong to a user of this platform.';

const tooMany = (seconds: number): Problem => ({
  status: 429,
  error: 'too_many_attempts',
  message: `Too many wrong credentials. Try again in ${seconds} s.`,
  headers: { 'Retry-After': String(seconds) },
});

async function mintFor(context: OAuthContext, user: PlatformUser, body: unknown): Promise<object | Problem> {
  const { behaviours, profile, settings } = context;
  const offered = profile.scopes.map(({ name }) => name);
  const asked = (body as { scopes?: unknown } | null)?.scopes;
  if (!behaviours.mintedScopesAreOnOffer(asked, offered, offered[0]!)) {
    const message = `scopes must be ${JSON.stringify(offered.slice(0, 1))} or ${JSON.stringify(offered)}.`;
    return { status: 400, error: 'invalid_scope', message };
  }
  if (!behaviours.userIsConnected(user.connections.length)) {
    const message = 'This user has no connection to a broker yet: connect one first.';
    return { status: 409, error: 'user_not_connected', message };
  }
  const scopes = behaviours.mintedScopesAreThoseAskedFor(Array.isArray(asked) ? asked : [], offered);
  return {
    access_token: await issueAccessToken(context, grantOf(context, user), scopes),
    token_type: 'Bearer',
    expires_in: settings.accessTokenSeconds,
    scopes,
  };
}

/** What stands for a person of a platform among the grants: one for all tokens, so that each lives to its own end. */
function grantOf(context: OAuthContext, user: PlatformUser): GrantRecord {
  const { grants, directory, profile, mcpUrl, upstreamClient } = context;
  const known = user.grantId === undefined ? undefined : grants.find(user.grantId);
  if (known?.alive) return known;
  const { clientId, name: clientName } = directory.platform(user.platformId)!;
  const record = grants.begin({
    client: { clientId, clientName, redirectUris: [], grantTypes: [] },
    user: { id: user.id, email: user.userId, name: user.userId, plan: 'elite', trading: true, accounts: [] },
    scopes: profile.scopes.map(({ name }) => name),
    resource: mcpUrl,
    // The keys of a person's connections are theirs at the broker: there is no token of the grant's own.
    upstream: { accessToken: '', refreshToken: undefined, expiresAt: 0, scopes: [] },
    upstreamClientId: upstreamClient.clientId,
  });
  user.grantId = record.grant.id;
  directory.keep(user);
  return record;
}
