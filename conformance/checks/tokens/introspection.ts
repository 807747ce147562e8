import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { describe, expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import type { Connection, OAuthClient, Overrides } from '../../vocabulary/oauth.ts';
import { rewriteAnswer, rewriteFields } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { asSentBy, offeredSecretMethods } from '../../wire/client-secrets.ts';
import { endpoint } from '../../wire/discover.ts';
import { revoke } from '../../wire/oauth.ts';
import { clientBy } from '../registration/confidential.ts';
import { rows } from './area.ts';

// What a client is told of a token (RFC 7662): of its own alone, and by whoever proves who they are.

interface Asked {
  judge(world: World, own: Connection): Promise<void>;
}

const introspection: Table<Asked> = {
  applies: { needs: ['introspection', 'client-secrets'] },
  per: 'url',
  blame: 'authorization-server',
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens', 'registration/takes-secrets-as-announced'],
  variations: ['json-with-escapes', 'more-in-token-answers'],
  async run(world, { judge }) {
    for (const method of offeredSecretMethods(await world.discovery())) {
      const client = await clientBy(world, method);
      if (client) return judge(world, await world.connect({ client, person: await world.person() }));
    }
    throw new Untestable('needs a client with a secret: the server registers none');
  },
};

/** What the endpoint says of a token to this client, with parameters put over the right ones. */
async function introspect(world: World, client: OAuthClient, token: string, over: Overrides = {}): Promise<Answer> {
  const url = endpoint(await world.discovery(), 'introspection_endpoint');
  const params = { token, client_id: client.clientId, client_secret: client.clientSecret, ...over };
  const answer = await world.http.send({ url, ...asSentBy(client, params) });
  // A server may leave JWTs to those who verify them.
  const { error } = (answer.tryJson() ?? {}) as Record<string, unknown>;
  if (answer.status === 400 && error === 'unsupported_token_type')
    throw new NotOffered('tokens of this kind are not introspected: unsupported_token_type');
  return answer;
}

function isInactive(answer: Answer): void {
  expect.status(answer, 200);
  expect.equal(answer.json(), { active: false }, 'what is said of a token that is none of the client’s', answer);
}

function isActive(answer: Answer): void {
  expect.status(answer, 200);
  expect.equal(answer.json().active, true, 'active', answer);
}

const isTurnedAway = (answer: Answer): void => expect.status(answer, 401);
const inactive = { path: '/oauth/introspect', status: 200 };

export default rows(introspection, [
  {
    id: 'tokens/introspection-knows-its-own',
    title: 'A client is told that its tokens are active, whatever kind the hint takes them for',
    clauses: ['rfc7662/introspect-active-required', 'rfc7662/introspect-hint', 'rfc8414/announced-is-true'],
    async judge(world, { client, accessToken, refreshToken }) {
      for (const token of [accessToken, refreshToken]) {
        if (token === undefined) continue;
        for (const token_type_hint of [undefined, 'access_token', 'refresh_token', 'another'])
          isActive(await introspect(world, client, token, { token_type_hint }));
      }
    },
    remedy: 'Look for a token among those of every kind: the hint only says where to begin.',
    mutants: [
      {
        name: 'believes-the-hint-of-an-introspection',
        rewrites: rewriteAnswer(
          {
            path: '/oauth/introspect',
            asked: ({ token = '', token_type_hint: hint }) =>
              hint && (hint === 'access_token') !== (token.split('.').length === 3),
          },
          { body: { active: false } },
        ),
      },

      { name: 'says-active-in-words', rewrites: rewriteFields(inactive, ({ active }) => ({ active: String(active) })) },
    ],
  },
  {
    id: 'tokens/introspection-agrees-with-the-token-answer',
    title: 'What is said of a token agrees with the answer that it came with',
    clauses: ['rfc7662/introspect-fields-agree'],
    dependsOn: ['tokens/introspection-knows-its-own'],
    async judge(world, { client, accessToken, scope }) {
      const answer = await introspect(world, client, accessToken);
      const told = answer.json();
      const sorted = (words: unknown) => String(words).split(' ').sort();
      if (told.client_id !== undefined) expect.equal(told.client_id, client.clientId, 'client_id', answer);
      if (told.scope !== undefined && scope) expect.equal(sorted(told.scope), sorted(scope), 'scope', answer);
      if (told.token_type !== undefined) expect.equal(told.token_type.toLowerCase(), 'bearer', 'token_type', answer);
    },
    remedy: 'Tell scope, client_id and token_type as the token answer did.',
    mutants: [
      {
        name: 'introspects-more-scopes-than-there-are',
        rewrites: rewriteFields(inactive, ({ scope }) => (scope ? { scope: `${scope} admin` } : {})),
      },
    ],
  },
  {
    id: 'tokens/introspection-is-refused-to-strangers',
    title: 'Who does not prove who they are, or only names a client, is told of no token',
    clauses: ['rfc7662/introspect-auth-required'],
    dependsOn: ['tokens/introspection-knows-its-own'],
    async judge(world, { accessToken }) {
      const url = endpoint(await world.discovery(), 'introspection_endpoint');
      isTurnedAway(await world.http.send({ url, form: { token: accessToken } }));
      const { clientId } = await world.client();
      isTurnedAway(await world.http.send({ url, form: { token: accessToken, client_id: clientId } }));
    },
    remedy: 'Answer 401 invalid_client unless the client shows its secret or signs who it is.',
    mutants: [{ name: 'introspects-for-anybody', replaces: { introspectionIsForKnownClients: () => true } }],
  },
  {
    id: 'tokens/introspection-is-refused-to-a-wrong-secret',
    title: 'A wrong secret is a 401, and not an inactive token',
    clauses: ['rfc7662/introspect-bad-auth-401'],
    dependsOn: ['tokens/introspection-knows-its-own'],
    async judge(world, { client, accessToken }) {
      const client_secret = world.secret('client_secret');
      isTurnedAway(await introspect(world, client, accessToken, { client_secret }));
    },
    remedy: 'Authenticate the client before you look at the token.',
    mutants: ['takes-any-secret'],
  },
  {
    id: 'tokens/introspection-tells-of-no-token-of-another',
    title: 'The token of another client is inactive, and nothing else is said of it',
    clauses: ['rfc7662/introspect-audience', 'rfc7662/introspect-inactive-200', 'rfc7662/introspect-inactive-minimal'],
    dependsOn: ['tokens/introspection-knows-its-own'],
    async judge(world, { client }) {
      const { accessToken, refreshToken } = await world.connect();
      isInactive(await introspect(world, client, accessToken));
      if (refreshToken) isInactive(await introspect(world, client, refreshToken));
    },
    remedy: 'Compare the client of the token with who asks, and say {"active":false} where it is another.',
    mutants: [{ name: 'introspects-tokens-of-others', replaces: { introspectedTokenIsTheirs: () => true } }],
  },
  {
    id: 'tokens/introspection-says-nothing-of-what-is-no-token',
    title: 'What is no token is inactive: 200, and no word of why',
    clauses: ['rfc7662/introspect-inactive-200', 'rfc7662/introspect-inactive-minimal'],
    dependsOn: ['tokens/introspection-knows-its-own'],
    async judge(world, { client }) {
      isInactive(await introspect(world, client, world.secret('access_token')));
    },
    remedy: 'Answer 200 and {"active":false} to a token that you do not know.',
    mutants: [
      {
        name: 'says-why-a-token-is-inactive',
        rewrites: rewriteFields(inactive, ({ active }) => (active ? {} : { reason: 'unknown' })),
      },
    ],
  },
  {
    id: 'tokens/introspection-sees-revocations',
    title: 'A token that was revoked is inactive from then on',
    clauses: ['rfc7662/introspect-revoked'],
    applies: { needs: ['revocation'] },
    dependsOn: ['tokens/introspection-knows-its-own'],
    async judge(world, { client, accessToken }) {
      expect.status(await revoke(world, client, accessToken), 200);
      isInactive(await introspect(world, client, accessToken));
    },
    remedy: 'Look at what was revoked, too, before you call a token active.',
    mutants: ['serves-revoked-access-tokens', 'forgets-which-access-tokens-were-revoked'],
  },
  {
    id: 'tokens/introspection-sees-expiry',
    title: 'A token that has expired is inactive',
    clauses: ['rfc7662/introspect-expired'],
    dependsOn: ['tokens/introspection-knows-its-own'],
    takesTime: true,
    async judge(world, { client, accessToken, expiresIn = 3600 }) {
      world.hooks.assertHas('clock');
      await world.hooks.advance(expiresIn + 60);
      isInactive(await introspect(world, client, accessToken));
    },
    remedy: 'Look at exp before you call a token active.',
    mutants: ['accepts-expired-tokens'],
  },
  {
    id: 'tokens/introspection-wants-a-token-in-a-form',
    title: 'A question without a token, or by GET, is refused',
    clauses: ['rfc7662/introspect-missing-token', 'rfc7662/introspect-post-form'],
    dependsOn: ['tokens/introspection-knows-its-own'],
    async judge(world, { client, accessToken }) {
      const none = await introspect(world, client, accessToken, { token: undefined });
      expect.oauthError(none, 400, 'invalid_request');
      const url = new URL(endpoint(await world.discovery(), 'introspection_endpoint'));
      url.searchParams.set('token', accessToken);
      const answer = await world.http.get(url.href);
      const finding = { expected: 'a refusal of GET', seen: describe(answer), at: answer };
      expect.that(answer.status >= 400 && answer.status < 500, finding);
    },
    remedy: 'Take POST with a form alone, and answer 400 invalid_request where token is missing.',
    mutants: [
      {
        name: 'introspects-nothing-gladly',
        rewrites: rewriteAnswer({ path: '/oauth/introspect', status: 400 }, { status: 200, body: { active: false } }),
      },
      {
        name: 'introspects-by-get',
        rewrites: rewriteAnswer({ path: '/oauth/introspect', method: 'GET' }, { status: 200, body: { active: false } }),
      },
    ],
  },
]);
