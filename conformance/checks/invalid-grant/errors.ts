import { errorDocuments } from '../../observers/redirects.ts';
import { madeUpFor } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, Untestable } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { redeem, tokenRequestBy } from '../../wire/oauth.ts';
import { rows } from './area.ts';

/** What nobody knows here, or nobody said: the requests that provoke an error each. */
type Unknown = 'grant' | 'code' | 'client' | 'refresh token' | 'which grant';

async function provoked(world: World, unknown: readonly Unknown[]): Promise<Answer[]> {
  const person = await world.person();
  const client = await world.client({ person });
  const authorized = await madeUpFor(world, person, client);
  const { clientId: client_id, clientSecret: client_secret } = client;
  const refresh_token = world.secret('refresh_token');
  const requests: Record<Unknown, () => Promise<Answer>> = {
    grant: () => tokenRequestBy(world, client, { grant_type: 'urn:example:none', client_id, client_secret }),
    'which grant': () => tokenRequestBy(world, client, { client_id, client_secret }),
    code: () => redeem(world, client, authorized),
    client: () => redeem(world, client, authorized, { client_id: 'nobody “at” all\\', client_secret: undefined }),
    'refresh token': () =>
      tokenRequestBy(world, client, { grant_type: 'refresh_token', client_id, client_secret, refresh_token }),
  };
  const answers: Answer[] = [];
  for (const one of unknown) answers.push(await requests[one]());
  return answers;
}

/** Errors of several kinds, of which one thing is true each. */
const errors: Table<{ provokes: readonly Unknown[]; each: (answer: Answer) => void }> = {
  spends: 'many tokens',
  needsNobody: true,
  async run(world, { provokes, each }) {
    const refusals = (await provoked(world, provokes)).filter(({ status }) => status >= 300);
    // That something is served which should not be is the finding of whoever looks at that.
    if (refusals.length === 0) throw new Untestable('needs an error: what should be refused was served');
    for (const answer of refusals) each(answer);
  },
};

const isJson = (answer: Answer): void => {
  expect.status(answer, 400, 401);
  const seen = answer.headers['content-type'] ?? 'no content type';
  const expected = 'Content-Type: application/json';
  expect.that(/^application\/json\b/i.test(seen), { expected, seen, at: answer });
  const { error } = (answer.tryJson() ?? {}) as { error?: unknown };
  expect.that(typeof error === 'string', { expected: 'JSON with an error', seen: describe(answer), at: answer });
};

const hasARegisteredCode = (answer: Answer): void =>
  expect.oauthError(
    answer,
    [400, 401],
    'unsupported_grant_type',
    'invalid_grant',
    'invalid_client',
    'invalid_request',
    'unauthorized_client',
    'invalid_scope',
  );

const hasAPlainDescription = (answer: Answer): void => {
  const { error_description: seen = '' } = answer.json();
  const expected = 'an error_description without quotes, backslashes and accents';
  expect.that(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(seen), { expected, seen, at: answer });
};

const staysHere = (answer: Answer): void => {
  expect.status(answer, 400, 401);
  const { location } = answer.headers;
  expect.that(!location, { expected: 'no Location header', seen: `Location: ${location}`, at: answer });
};

/** OAuth 2.1 §3.2.4. */
export default rows(errors, [
  {
    id: 'invalid-grant/errors-are-json',
    title: 'Every error of the token endpoint is JSON',
    clauses: ['oauth21/token-error-400-json', 'rfc6749/refresh-error-format'],
    provokes: ['grant', 'code', 'client', 'refresh token'],
    each: isJson,
    remedy: 'Send errors as application/json with the member error.',
    mutants: [
      {
        name: 'sends-token-errors-as-a-page',
        rewrites: rewriteJson('/oauth/token', (body, { status, headers }) =>
          status >= 400
            ? { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: JSON.stringify(body) }
            : undefined,
        ),
      },
    ],
  },
  {
    id: 'invalid-grant/errors-have-a-registered-code',
    title: 'Every error of the token endpoint has one of the codes that the document lists',
    clauses: ['oauth21/token-error-400-json', 'rfc6749/refresh-error-format'],
    dependsOn: ['invalid-grant/errors-are-json'],
    provokes: ['grant', 'code', 'client', 'refresh token'],
    each: hasARegisteredCode,
    remedy: 'Take error from the list of OAuth 2.1 §3.2.4: clients decide by it what to do next.',
    mutants: [
      {
        name: 'makes-up-an-error-code',
        rewrites: rewriteJson('/oauth/token', (body, { status }) =>
          status >= 400 ? { body: { ...body, error: 'token_request_failed' } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'invalid-grant/error-descriptions-are-plain',
    title: 'The error_description of the token endpoint keeps to the characters that are allowed',
    clauses: ['oauth21/token-error-charset'],
    dependsOn: ['invalid-grant/errors-are-json'],
    provokes: ['grant', 'client', 'which grant'],
    each: hasAPlainDescription,
    observes: errorDocuments,
    remedy: 'Send a plain error_description, and repeat nothing of what the client sent.',
    variations: ['errors-without-words', 'errors-with-more', 'a-cookie-of-the-load-balancer'],
    mutants: [
      {
        name: 'decorates-its-error-descriptions',
        rewrites: rewriteJson('/oauth/token', (body, { status }) =>
          status >= 400 ? { body: { ...body, error_description: 'That was “wrong”' } } : undefined,
        ),
      },
    ],
  },
  {
    id: 'invalid-grant/errors-are-not-redirected',
    spends: 'tokens',
    title: 'An error of the token endpoint is told to the client that asked, never to a redirect URI',
    clauses: ['oauth21/token-error-400-json'],
    provokes: ['code'],
    each: staysHere,
    remedy: 'The token endpoint talks to a program: answer with status 400 and JSON.',
    mutants: [
      {
        name: 'redirects-token-errors',
        rewrites: rewriteJson('/oauth/token', (_body, { status, headers }) =>
          status >= 400
            ? { status: 302, headers: { ...headers, location: 'http://127.0.0.1:33418/callback?error=invalid_grant' } }
            : undefined,
        ),
      },
    ],
  },
]);
