import { unlessAboutTheCode, withUnspentCode } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Outgoing } from '../../vocabulary/http.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { endpoint, resourceOf } from '../../wire/discover.ts';
import { rows } from './area.ts';
import { oauthError, servesTokens } from './parameters.ts';

/** All that is right in a token request, and where it goes. */
interface Right {
  url: string;
  grant: Record<string, string>;
  credentials: Record<string, string>;
}
type Sent = (right: Right) => Outgoing;

/** A good code, sent in ways in which token requests are not sent. */
const unusualRequests: Table<{ sent: readonly Sent[]; answered: (answer: Answer) => void }> = {
  timesOf: ({ sent }) => sent.length,
  async run(world, { sent, answered, needsNobody }) {
    const person = await world.person();
    const client = await world.client({ person });
    const { clientId: client_id, clientSecret } = client;
    const url = endpoint(await world.discovery(), 'token_endpoint');
    const resource = await resourceOf(world);
    const credentials = { client_id, ...(clientSecret && { client_secret: clientSecret }) };
    const whose = { person, client, orMadeUp: needsNobody ?? false };
    await withUnspentCode(world, whose, async ({ code, redirectUri: redirect_uri, verifier: code_verifier }) => {
      const grant = {
        grant_type: 'authorization_code',
        code: code!,
        redirect_uri,
        code_verifier,
        resource,
      };
      for (const make of sent) {
        const answer = await world.http.send(make({ url, grant, credentials }));
        unlessAboutTheCode(person, answer, answered);
      }
    });
  },
};

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const query = (params: Record<string, string>) => new URLSearchParams(params).toString();

const withGet: Sent = ({ url, grant, credentials }) => ({ url: `${url}?${query({ ...grant, ...credentials })}` });
const asJson: Sent = ({ url, grant, credentials }) => ({ url, json: { ...grant, ...credentials } });
const withTwoCodes: Sent = ({ url, grant, credentials }) => ({
  url,
  headers: form,
  body: `${query({ ...grant, ...credentials })}&code=${grant.code}`,
});
const withTheClientInTheUrl: Sent = ({ url, grant, credentials }) => ({
  url: `${url}?${query(credentials)}`,
  form: grant,
});
const withWrongBasicAuthentication: Sent = ({ url, grant, credentials }) => ({
  url,
  form: grant,
  headers: { authorization: `Basic ${btoa(`${encodeURIComponent(credentials.client_id!)}:wrong`)}` },
});
const nonsense =
  (body: string): Sent =>
  ({ url }) => ({ url, method: 'POST', headers: form, body });

const noToken = (answer: Answer): void => {
  const { access_token } = (answer.tryJson() ?? {}) as { access_token?: unknown };
  expect.that(!access_token, { expected: 'no token', seen: describe(answer), at: answer });
};

const unreadable = oauthError([400, 401], 'invalid_request', 'invalid_client', 'unsupported_grant_type');

/** Whoever reads no JSON may find that all of it is missing, the client first. */
const unread = (answer: Answer): void => {
  if (answer.status !== 415) unreadable(answer);
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
    sent: [withGet],
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
    needsNobody: true,
    sent: [asJson],
    answered: unread,
    remedy: 'Read application/x-www-form-urlencoded at the token endpoint and nothing else.',
    mutants: [
      {
        name: 'reads-json-at-the-token-endpoint',
        rewrites: servesTokens((_, { sent }) => /\bjson\b/.test(sent?.['content-type'] ?? '')),
      },
    ],
  },
  {
    id: 'invalid-grant/refuses-a-repeated-parameter',
    title: 'A parameter that is sent twice is answered with 400 invalid_request',
    clauses: ['oauth21/token-duplicate-params'],
    needsNobody: true,
    sent: [withTwoCodes],
    answered: oauthError(400, 'invalid_request'),
    remedy:
      'Count the parameters before reading them: of two values, two parts of a system may believe different ones.',
    mutants: [{ name: 'takes-the-first-of-two-values', replaces: { parametersAreNotRepeated: () => true } }],
  },
  {
    id: 'invalid-grant/reads-the-client-from-the-body-only',
    title: 'A client that names itself in the URL of the token request is not known by that',
    clauses: ['oauth21/token-params-not-in-query'],
    needsNobody: true,
    sent: [withTheClientInTheUrl],
    answered: oauthError([400, 401], 'invalid_client', 'invalid_request'),
    remedy: 'Read the parameters of a token request from its body alone: URLs end up in logs.',
    mutants: [
      {
        name: 'reads-the-client-from-the-address',
        rewrites: servesTokens((_, { query = '' }) => /\bclient_id=/.test(query)),
      },
    ],
  },
  {
    id: 'invalid-grant/challenges-failed-basic-authentication',
    title: 'A wrong Authorization header at the token endpoint is a 401 invalid_client with a challenge',
    clauses: ['oauth21/token-invalid-client-401'],
    needsNobody: true,
    sent: [withWrongBasicAuthentication],
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
  {
    id: 'invalid-grant/survives-a-body-that-makes-no-sense',
    spends: 'many tokens',
    title: 'A body that cannot be read as a form is refused with an error of OAuth, and breaks nothing',
    clauses: ['oauth21/token-malformed-body'],
    needsNobody: true,
    sent: ['', 'grant_type=%', 'grant_type=%ff%fe&client_id=%E0%A4', '&&==&', '{"grant_type":'].map(nonsense),
    answered: unreadable,
    remedy: 'Answer what you cannot read with 400 invalid_request.',
    mutants: [
      {
        name: 'breaks-on-a-body-that-makes-no-sense',
        rewrites: rewriteJson('/oauth/token', ({ error }) =>
          error === 'invalid_client' ? { status: 500, body: 'Internal Server Error' } : undefined,
        ),
      },
    ],
  },
]);
