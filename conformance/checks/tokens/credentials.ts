import type { Answer } from '../../vocabulary/answer.ts';
import { challengeOf } from '../../vocabulary/challenge.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { firstRequest as first } from '../../wire/mcp.ts';
import { rows } from './area.ts';

/** Where a good token is put, in `{token}`; nothing stands for the header `Bearer {token}`. */
interface Sent {
  header?: string;
  query?: string;
  /** Beside the message, in its JSON. */
  body?: Record<string, string>;
  /** In a form, instead of a message. */
  form?: Record<string, string>;
}

type Judge = (answer: Answer, sent: Sent) => void;

const served: Judge = (answer) => expect.status(answer, 200);

const asGoodAsNone: Judge = (answer, { form }) => {
  // A form is no message of MCP: whoever looks at that first may say so.
  if (!form || ![400, 415].includes(answer.status)) expect.bearerRefusal(answer, 401);
};

/** A refusal with a challenge, which need not name the error where it says that no good token was found. */
const noCredentials: Judge = (answer) => {
  expect.status(answer, 400, 401);
  const challenge = challengeOf(answer);
  expect.that(challenge && (answer.status === 401 || challenge.params.error === 'invalid_request'), {
    expected: 'a challenge with error="invalid_request"',
    seen: answer.headers['www-authenticate'] ?? 'none',
    at: answer,
  });
};

const malformed: Judge = (answer) => {
  const refused = answer.status === 400 || answer.status === 401;
  expect.that(refused && challengeOf(answer)?.params.error === 'invalid_request', {
    expected: '400 with WWW-Authenticate: Bearer error="invalid_request"',
    seen: describe(answer),
    at: answer,
  });
};

const filledIn = <T>(value: T, token: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll('{token}', () => token));

interface Credentials {
  sends: readonly Sent[];
  judge: Judge;
}

const answered: Table<Credentials> = {
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world, { sends, judge }) {
    const { accessToken } = await world.borrow();
    const probe = world.mcp().draft(...first(world.era));
    for (const sent of sends) {
      const { header, query, body, form } = filledIn(sent, accessToken);
      const url = query ? `${world.mcpUrl}?${query}` : world.mcpUrl;
      const headers = header ? { ...probe.headers, authorization: header } : probe.headers;
      const request = form
        ? { headers: { accept: probe.headers.accept! }, form }
        : { headers, json: { ...probe.body, ...body } };
      judge(await world.http.send({ url, ...request }), sent);
    }
  },
};

/** A good token, put where one belongs or where none does. */
export default rows(answered, [
  {
    id: 'tokens/the-scheme-has-no-case',
    title: 'Bearer is understood in any case',
    clauses: ['oauth21/bearer-case-insensitive'],
    sends: [{ header: 'bearer {token}' }, { header: 'BEARER {token}' }, { header: 'bEaReR {token}' }],
    judge: served,
    remedy: 'Compare the name of the scheme without case.',
    variations: ['answers-in-an-event-stream', 'json-with-escapes'],
    mutants: [{ name: 'knows-bearer-in-one-case-only', replaces: { schemeIsBearer: (scheme) => scheme === 'Bearer' } }],
  },
  {
    id: 'tokens/refuses-another-scheme',
    title: 'A token under the name of another scheme is as good as none',
    clauses: ['oauth21/bearer-other-scheme'],
    weakBecause: 'A resource server may know other schemes beside Bearer.',
    sends: [{ header: 'Token {token}' }, { header: 'Basic {token}' }],
    judge: asGoodAsNone,
    remedy: 'Answer every scheme but Bearer as a request without a token.',
    variations: [
      'refusals-in-plain-text',
      'a-challenge-in-another-form',
      'a-challenge-among-others',
      'empty-refusals',
      'header-names-in-capitals',
    ],
    mutants: [{ name: 'takes-any-scheme-for-bearer', replaces: { schemeIsBearer: (scheme) => scheme !== '' } }],
  },
  {
    id: 'tokens/refuses-a-malformed-header',
    title: 'An Authorization header that is not “Bearer” and one token is refused, and breaks nothing',
    clauses: ['oauth21/invalid-request-400', 'mcp/authz/server-status-400'],
    sends: [{ header: 'Bearer' }, { header: 'Bearer {token} {token}' }, { header: 'Bearer {token}, Bearer x' }],
    judge: noCredentials,
    remedy: 'Answer 400 invalid_request to credentials that are not exactly one token.',
    variations: ['a-challenge-in-another-form', 'a-challenge-among-others', 'header-names-in-capitals'],
    mutants: [
      { name: 'takes-the-first-token-of-a-list', replaces: { credentialsAreOneToken: (token) => token !== '' } },
    ],
  },
  {
    id: 'tokens/refuses-two-tokens',
    title: 'A request that sends a token in two ways is malformed',
    clauses: ['oauth21/invalid-request-400', 'oauth21/bearer-two-methods', 'mcp/authz/server-status-400'],
    // Of the query nothing is read (§5.1), so that a request with both is served on many a right server.
    applies: { needs: ['strict-credentials'] },
    sends: [{ header: 'Bearer {token}', query: 'access_token={token}' }],
    judge: malformed,
    remedy:
      'Answer 400 invalid_request when a request carries more than one token: two parts of a system may believe different ones.',
    variations: ['a-challenge-in-another-form', 'a-challenge-among-others', 'a-cookie-of-the-load-balancer'],
    mutants: [{ name: 'takes-one-of-two-tokens', replaces: { tokenIsSentOnce: () => true } }],
  },
  {
    id: 'tokens/ignores-a-token-in-the-query',
    title: 'A token in the query string is as good as none',
    clauses: ['oauth21/bearer-query-ignored', 'mcp/authz/server-ignores-query-token'],
    sends: [{ query: 'access_token={token}' }],
    judge: asGoodAsNone,
    remedy: 'Read the token from the Authorization header alone: URLs end up in logs, histories and Referer headers.',
    mutants: [
      {
        name: 'takes-a-token-from-the-query',
        replaces: { tokenIsTakenFromTheHeader: (header, query) => header ?? query },
      },
    ],
  },
  {
    id: 'tokens/ignores-a-token-in-the-body',
    title: 'A token in the body is as good as none',
    clauses: ['mcp/authz/server-status-401'],
    sends: [{ body: { access_token: '{token}' } }, { form: { access_token: '{token}' } }],
    judge: asGoodAsNone,
    remedy:
      'Read the token from the Authorization header alone, and refuse a request without one before reading its body.',
    // Where the brokerage is asked about the user first, nobody is refused there all the same.
    mutants: [{ name: 'serves-everybody', replaces: { tokenIsRequired: () => true }, needs: ['client-center'] }],
  },
]);
