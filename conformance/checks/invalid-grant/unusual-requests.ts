import { freshCode } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Authorized, OAuthClient, Overrides } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { endpoint } from '../../wire/discover.ts';
import { redeem, tokenRequest } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { oauthError } from './parameters.ts';

interface Code {
  client: OAuthClient;
  authorized: Authorized;
}

/** A good code, sent in a way that token requests are not sent. */
const unusualRequests: Table<{
  sent: (world: World, code: Code) => Promise<Answer>;
  answered: (answer: Answer) => void;
}> = {
  async run(world, { sent, answered }) {
    answered(await sent(world, await freshCode(world)));
  },
};

const tokenEndpoint = async (world: World): Promise<string> => endpoint(await world.discovery(), 'token_endpoint');

const grant = ({ authorized: { code, redirectUri, verifier } }: Code): Overrides => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: redirectUri,
  code_verifier: verifier,
});

const present = (params: Overrides): [string, string][] =>
  Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined);

const credentials = ({ client }: Code): Overrides => ({
  client_id: client.clientId,
  client_secret: client.clientSecret,
});

async function withGet(world: World, code: Code): Promise<Answer> {
  const params = present({ ...grant(code), ...credentials(code), resource: world.mcpUrl });
  return world.http.get(`${await tokenEndpoint(world)}?${new URLSearchParams(params)}`);
}

const asJson = async (world: World, code: Code): Promise<Answer> =>
  world.http.send({ url: await tokenEndpoint(world), json: { ...grant(code), ...credentials(code) } });

async function withTwoCodes(world: World, code: Code): Promise<Answer> {
  const params = new URLSearchParams(present({ ...grant(code), ...credentials(code) }));
  params.append('code', code.authorized.code!);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return world.http.send({ url: await tokenEndpoint(world), headers, body: params.toString() });
}

async function withTheClientInTheUrl(world: World, code: Code): Promise<Answer> {
  const url = `${await tokenEndpoint(world)}?${new URLSearchParams(present(credentials(code)))}`;
  return redeem(world, code.client, code.authorized, { client_id: undefined, client_secret: undefined }, url);
}

const withWrongBasicAuthentication = (world: World, code: Code): Promise<Answer> => {
  const pair = Buffer.from(`${encodeURIComponent(code.client.clientId)}:wrong`).toString('base64');
  return tokenRequest(world, grant(code), undefined, { authorization: `Basic ${pair}` });
};

const noToken = (answer: Answer): void => {
  const { access_token } = (answer.tryJson() ?? {}) as { access_token?: unknown };
  expect.that(!access_token, { expected: 'no token', seen: describe(answer), at: answer });
};

/** Whoever reads no JSON may find that all of it is missing, the client first. */
const unread = (answer: Answer): void => {
  if (answer.status === 415) return;
  expect.oauthError(answer, [400, 401], 'invalid_request', 'invalid_client', 'unsupported_grant_type');
};

const basicChallenge = (answer: Answer): void => {
  expect.oauthError(answer, 401, 'invalid_client');
  const seen = answer.headers['www-authenticate'] ?? 'no challenge';
  expect.that(/(^|,\s*)basic\b/i.test(seen), { expected: 'WWW-Authenticate: Basic', seen, at: answer });
};

/** OAuth 2.1 §3.2.2 and §2.4. */
export default rows(unusualRequests, [
  {
    id: 'invalid-grant/answers-get-with-no-token',
    title: 'The token endpoint does not answer GET with a token',
    clauses: ['rfc9110/unsafe-action-not-by-get', 'oauth21/token-get-refused'],
    sent: withGet,
    answered: noToken,
    remedy: 'Serve the token endpoint by POST alone: what stands in a URL ends up in logs and histories.',
    mutants: [
      {
        name: 'answers-get-at-the-token-endpoint',
        rewrites: {
          at: 'gateway',
          response: (r) =>
            r.method === 'GET' && r.path.split('?')[0] === '/oauth/token'
              ? { ...r, status: 200, body: { access_token: 'x', token_type: 'Bearer' } }
              : r,
        },
      },
    ],
  },
  {
    id: 'invalid-grant/reads-forms-only',
    title: 'A token request in JSON is refused',
    clauses: ['oauth21/token-json-refused', 'oauth21/token-form-encoded'],
    sent: asJson,
    answered: unread,
    remedy: 'Read application/x-www-form-urlencoded at the token endpoint and nothing else.',
    mutants: ['calls-a-missing-parameter-a-bad-grant'],
  },
  {
    id: 'invalid-grant/refuses-a-repeated-parameter',
    title: 'A parameter that is sent twice is answered with 400 invalid_request',
    clauses: ['oauth21/token-duplicate-params'],
    sent: withTwoCodes,
    answered: oauthError(400, 'invalid_request'),
    remedy:
      'Count the parameters before reading them: of two values, two parts of a system may believe different ones.',
    mutants: [{ name: 'takes-the-first-of-two-values', replaces: { parametersAreNotRepeated: () => true } }],
  },
  {
    id: 'invalid-grant/reads-the-client-from-the-body-only',
    title: 'A client that names itself in the URL of the token request is not known by that',
    clauses: ['oauth21/token-params-not-in-query'],
    sent: withTheClientInTheUrl,
    answered: oauthError([400, 401], 'invalid_client', 'invalid_request'),
    remedy: 'Read the parameters of a token request from its body alone: URLs end up in logs.',
    mutants: ['takes-a-request-without-client-for-a-bad-grant'],
  },
  {
    id: 'invalid-grant/challenges-failed-basic-authentication',
    title: 'A wrong Authorization header at the token endpoint is a 401 invalid_client with a challenge',
    clauses: ['oauth21/token-invalid-client-401'],
    sent: withWrongBasicAuthentication,
    answered: basicChallenge,
    remedy: 'Answer a failed Authorization header with 401, error=invalid_client and WWW-Authenticate: Basic.',
    mutants: [
      {
        name: 'refuses-a-client-without-a-challenge',
        rewrites: {
          at: 'gateway',
          response: (r) => {
            if (r.path !== '/oauth/token') return r;
            const { 'www-authenticate': _, ...headers } = r.headers;
            return { ...r, headers };
          },
        },
      },
    ],
  },
]);
