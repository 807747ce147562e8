import { jwtOf, profiledJwt } from '../../stage/altered-token.ts';
import { scopeSet } from '../../stage/scopes.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import { rewriteAccessToken, rewriteAnswer, rewriteTokenAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { resourceOf } from '../../wire/discover.ts';
import { rows } from './area.ts';

interface About {
  world: World;
  connection: Connection;
}
type Document = Record<string, unknown>;

const answerItself = ({ connection: { tokenAnswer } }: About): Document => ({
  'Content-Type': tokenAnswer.headers['content-type'],
  ...tokenAnswer.json(),
});
const claims = ({ connection }: About): Document => jwtOf(connection.accessToken).claims;
/** Claims of a token that says it keeps RFC 9068. */
const profiledClaims = ({ connection }: About): Document => profiledJwt(connection.accessToken).claims;

/** What a value has to be: in words, and whether it is. */
interface Fact {
  is: string;
  holds(value: unknown): boolean;
}
type Asked = Fact | ((about: About) => Promise<Fact>);

const exactly = (wanted: string): Fact => ({ is: JSON.stringify(wanted), holds: (value) => value === wanted });
const text: Fact = { is: 'a string', holds: (value) => typeof value === 'string' };
const number: Fact = { is: 'a number', holds: (value) => typeof value === 'number' };
const json: Fact = { is: 'application/json', holds: (value) => /^application\/json\b/i.test(String(value)) };
const bearer: Fact = { is: 'Bearer', holds: (value) => String(value).toLowerCase() === 'bearer' };
async function anHourAtMost({ connection: { tokenAnswer } }: About): Promise<Fact> {
  if (tokenAnswer.json().expires_in === undefined)
    throw new Untestable('needs to know when the token expires: expires_in is missing');
  return { is: '3600 or less', holds: (value) => (value as number) <= 3600 };
}
/** It is only recommended to say so; whoever does says it in a number. */
const secondsIfAny: Fact = {
  is: 'a number of seconds, or none',
  holds: (value) => value === undefined || (typeof value === 'number' && value > 0),
};

const theMcpUrlAlone = async ({ world: { mcpUrl } }: About): Promise<Fact> => ({
  is: `${mcpUrl} alone`,
  holds: (value) => [value].flat().join(' ') === mcpUrl,
});
/** Others may stand beside it: that none does is asked elsewhere, and is no more than recommended. */
const theResource = async ({ world }: About): Promise<Fact> => {
  const resource = await resourceOf(world);
  return { is: `an audience with ${resource} in it`, holds: (value) => [value].flat().includes(resource) };
};
/** Where tokens are minted nobody publishes who the issuer is. */
async function theIssuer({ world }: About): Promise<Fact> {
  const { authorizationServer } = await world.discovery();
  return authorizationServer ? exactly(authorizationServer.doc.issuer) : text;
}
const theClient = async ({ connection }: About): Promise<Fact> => exactly(connection.client.clientId);

const scopes = (scope: unknown): string[] =>
  String(scope ?? '')
    .split(' ')
    .sort();

const theGrantedScope = async ({ world, connection }: About): Promise<Fact> => {
  const granted: unknown = connection.tokenAnswer.json().scope ?? world.scopes.read;
  if (typeof granted !== 'string') throw new Untestable('needs to know which scope was granted', 'scopes');
  return { is: granted, holds: (value) => String(scopes(value)) === String(scopes(granted)) };
};

const noMoreThanTheScopeAskedFor = async ({ world }: About): Promise<Fact> => {
  const { read } = world.scopes;
  if (!read)
    throw new Untestable('needs to know a scope to ask for: the configuration or a profile tells it', 'scopes');
  return {
    is: `no more than ${read}`,
    holds: (value) => scopeSet(value ?? read).every((one) => scopeSet(read).includes(one)),
  };
};

interface Held {
  of: (about: About) => Document;
  has: Readonly<Record<string, Asked>>;
}

const tokenAnswer: Table<Held> = {
  blame: 'authorization-server',
  async run(world, { of, has }) {
    const connection = await world.lookAt();
    const about = { world, connection };
    const document = of(about);
    for (const [name, asked] of Object.entries(has)) {
      const { is, holds } = typeof asked === 'function' ? await asked(about) : asked;
      const value = document[name];
      const seen = JSON.stringify(value) ?? 'nothing';
      expect.that(holds(value), { expected: `${name} to be ${is}`, seen, at: connection.tokenAnswer });
    }
  },
};

/** What the token endpoint answers when all is well, and what the access token in it says. */
export default rows(tokenAnswer, [
  {
    id: 'tokens/token-answers-are-complete',
    title:
      'A token answer is JSON with access_token and token_type Bearer, and says in a number when the token expires, if it does',
    clauses: ['oauth21/token-success-200-json', 'oauth21/token-type-present', 'oauth21/token-expires-in-number'],
    of: answerItself,
    has: { 'Content-Type': json, access_token: text, token_type: bearer, expires_in: secondsIfAny },
    remedy: 'Send {"access_token", "token_type": "Bearer", "expires_in": seconds} as application/json.',
    variations: [
      'token-answers-without-an-expiry',
      'long-access-tokens',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'bodies-in-brotli',
    ],
    mutants: [
      { name: 'sends-expires-in-as-text', rewrites: rewriteTokenAnswer({ expires_in: '3600' }) },
      { name: 'leaves-out-the-token-type', rewrites: rewriteTokenAnswer({ token_type: undefined }) },
      {
        name: 'answers-with-tokens-in-plain-text',
        rewrites: rewriteAnswer({ path: '/oauth/token', status: 200 }, ({ body }) => ({
          headers: { 'content-type': 'text/plain' },
          body: JSON.stringify(body),
        })),
      },
    ],
  },
  {
    id: 'tokens/access-tokens-are-short-lived',
    title: 'An access token lives for an hour at most',
    clauses: ['mcp/authz/as-short-lived-tokens', 'rfc6750/short-lived', 'rfc6750/token-lifetime-limited'],
    of: answerItself,
    has: { expires_in: anHourAtMost },
    remedy: 'Let access tokens live for an hour or less; clients refresh them.',
    variations: ['more-in-token-answers', 'bearer-in-small-letters', 'bodies-in-gzip'],
    mutants: [{ name: 'issues-tokens-for-a-month', rewrites: rewriteTokenAnswer({ expires_in: 2_592_000 }) }],
  },
  {
    id: 'tokens/the-granted-scope-is-told',
    title: 'The token answer tells of no more scope than was asked for',
    clauses: ['rfc6749/scope-widening-refused'],
    weakBecause: 'RFC 6749 §3.3 lets a server set the scope by a policy of its own.',
    of: answerItself,
    has: { scope: noMoreThanTheScopeAskedFor },
    remedy: 'Grant what was asked for and consented to, and name it in scope.',
    variations: [
      'token-answers-without-an-expiry',
      'scopes-in-another-order',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'bodies-in-brotli',
    ],
    mutants: [
      {
        name: 'says-more-scope-than-was-asked-for',
        rewrites: rewriteTokenAnswer({ scope: 'mcp:read mcp:trade order:execution' }),
      },
    ],
  },
  {
    id: 'tokens/jwt-access-tokens-are-for-the-resource',
    title: 'The audience of a token is the resource that was asked for, and nothing else',
    clauses: [
      'rfc8707/resource-audience-restricted',
      'rfc9068/jwt-aud-resource',
      'rfc9700/audience-restriction',
      'oauth21/audience-restricted-tokens',
      'rfc8707/resource-exact-aud',
      'rfc8707/resource-aud-not-empty',
      'rfc9728/as-audience-restricted',
    ],
    applies: { needs: ['jwt-tokens'] },
    of: claims,
    has: { aud: theMcpUrlAlone },
    remedy: 'Put the resource of the request into `aud`, character for character, and nothing beside it.',
    variations: [
      'an-audience-in-a-list',
      'more-claims',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'a-cookie-of-the-load-balancer',
    ],
    mutants: [
      {
        name: 'issues-tokens-for-more-than-one-server',
        rewrites: rewriteAccessToken({ aud: ['https://another-server.example/mcp', 'x'] }),
      },
      'forgets-for-whom-a-token-is',
    ],
  },
  {
    id: 'tokens/jwt-access-tokens-have-their-claims',
    title: 'An access token of the type at+jwt has the claims of RFC 9068',
    clauses: [
      'rfc9068/jwt-claims-iss',
      'rfc9068/jwt-claims-exp',
      'rfc9068/jwt-claims-aud',
      'rfc9068/jwt-claims-sub',
      'rfc9068/jwt-claims-client-id',
      'rfc9068/jwt-claims-iat',
      'rfc9068/jwt-claims-jti',
    ],
    applies: { needs: ['rfc9068-tokens'] },
    of: profiledClaims,
    has: { iss: theIssuer, client_id: theClient, sub: text, jti: text, exp: number, iat: number, aud: theResource },
    remedy: 'Issue access tokens of the type at+jwt with iss, sub, aud, client_id, iat, exp and jti.',
    variations: [
      'long-access-tokens',
      'an-audience-in-a-list',
      'more-claims',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'bodies-in-brotli',
    ],
    mutants: [
      { name: 'forgets-whose-client-a-token-is', rewrites: rewriteAccessToken({ client_id: undefined }) },
      { name: 'forgets-who-made-a-token', rewrites: rewriteAccessToken({ iss: undefined }) },
      { name: 'forgets-whose-token-it-is', rewrites: rewriteAccessToken({ sub: undefined }) },
      { name: 'forgets-for-whom-a-token-is', rewrites: rewriteAccessToken({ aud: undefined }) },
      { name: 'forgets-when-a-token-ends', rewrites: rewriteAccessToken({ exp: undefined }) },
      { name: 'forgets-when-a-token-was-made', rewrites: rewriteAccessToken({ iat: undefined }) },
      { name: 'forgets-which-token-it-is', rewrites: rewriteAccessToken({ jti: undefined }) },
      {
        name: 'makes-tokens-for-somebody-else',
        rewrites: rewriteAccessToken({ aud: 'https://another-server.example/mcp' }),
      },
    ],
  },
  {
    id: 'tokens/jwt-scope-claim-is-the-granted-scope',
    title: 'The scope claim of a token is the scope of the token answer',
    clauses: ['rfc9068/jwt-scope-claim'],
    applies: { needs: ['rfc9068-tokens'] },
    of: profiledClaims,
    has: { scope: theGrantedScope },
    remedy: 'Put the granted scope into the token, as a space-delimited string.',
    variations: [
      'an-audience-in-a-list',
      'more-claims',
      'more-in-token-answers',
      'bearer-in-small-letters',
      'connections-are-closed',
    ],
    mutants: [{ name: 'leaves-the-scope-out-of-its-tokens', rewrites: rewriteAccessToken({ scope: undefined }) }],
  },
]);
