import { freshCode } from '../../stage/code.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { asSentBy } from '../../wire/client-secrets.ts';
import { endpoint } from '../../wire/discover.ts';
import { authorize, connection, redeem, refresh, revoke, tokenRequest } from '../../wire/oauth.ts';
import { rows } from './area.ts';

/** A client with a secret that was agreed upon, as CE-3 has it. */
async function agreed(world: World): Promise<OAuthClient> {
  const client = await world.agreedClient();
  if (client) return { ...client, authMethod: 'client_secret_post' };
  throw new Untestable('needs a client that was agreed upon: a client_secret in “clients”', 'client');
}

const withoutSecret = ({ clientSecret: _, authMethod: __, ...client }: OAuthClient): OAuthClient => client;

interface Agreed {
  judge(world: World, client: OAuthClient): Promise<void>;
}

const clients: Table<Agreed> = {
  per: 'url',
  applies: { needs: ['client-secrets'] },
  blame: 'authorization-server',
  async run(world, { judge }) {
    await judge(world, await agreed(world));
  },
};

/** Tokens that the agreed client has, which it got with its secret. */
async function tokens(world: World, client: OAuthClient) {
  const { person, authorized } = await freshCode(world, { client });
  const answer = await redeem(world, client, authorized);
  expect.status(answer, 200);
  return connection(client, person, authorized, answer);
}

const invalidClient = (answer: Answer): void => expect.oauthError(answer, [400, 401], 'invalid_client');
const known = rows(clients, [
  {
    id: 'partners/an-agreed-client-need-not-register',
    title: 'A client that was agreed upon beforehand connects beside those that register, and registers nowhere',
    clauses: ['partners/agreed-clients', 'oauth21/static-client-supported', 'CE-3'],
    async judge(world, client) {
      const authorized = await authorize(world, { client, person: await world.person() });
      const { code, landing } = authorized;
      expect.that(code, { expected: 'a code for the client', seen: landing.stoppedAt?.text.slice(0, 200) ?? 'none' });
      const { access_token: token } = (await redeem(world, client, authorized)).json();
      expect.status(await world.mcp(token).request('tools/list'), 200);
    },
    remedy: 'Look a client_id up among those that were agreed upon as well as among those that registered.',
    variations: ['more-in-token-answers', 'odd-secrets'],
    mutants: [{ name: 'knows-registered-clients-only', replaces: { agreedClientIsKnown: () => false } }],
  },
  {
    id: 'partners/an-agreed-client-is-no-public-one',
    title: 'The id of a client with a secret proves nothing by itself: not to a refresh',
    clauses: ['oauth21/client-id-not-authentication', 'oauth21/token-confidential-must-auth', 'CE-3'],
    dependsOn: ['partners/an-agreed-client-need-not-register'],
    async judge(world, client) {
      const held = await tokens(world, client);
      invalidClient(await refresh(world, { ...held, client: withoutSecret(client) }));
      expect.status(await refresh(world, held), 200);
    },
    remedy: 'Ask each client that has a secret for it, at refreshes as well.',
    variations: ['errors-without-words', 'errors-with-more'],
    mutants: ['takes-clients-with-secrets-for-public-ones'],
  },
  {
    id: 'partners/an-agreed-client-revokes-with-its-secret',
    title: 'The tokens of a client with a secret are given back by who shows it, and by nobody else',
    clauses: ['rfc7009/revoke-client-auth', 'oauth21/client-id-not-authentication', 'CE-3'],
    applies: { needs: ['revocation'] },
    dependsOn: ['partners/an-agreed-client-need-not-register'],
    async judge(world, client) {
      const { accessToken, refreshToken } = await tokens(world, client);
      invalidClient(await revoke(world, withoutSecret(client), refreshToken ?? accessToken));
      expect.status(await world.mcp(accessToken).request('tools/list'), 200);
      expect.status(await revoke(world, client, refreshToken ?? accessToken), 200);
    },
    remedy: 'Ask each client that has a secret for it at the revocation endpoint, too.',
    variations: ['errors-without-words', 'errors-with-more'],
    mutants: ['takes-clients-with-secrets-for-public-ones'],
  },
  {
    id: 'partners/a-secret-is-of-one-client',
    title: 'The secret of a client is no proof for another that names itself in the body',
    clauses: ['oauth21/token-confidential-must-auth', 'oauth21/token-authenticate-if-included', 'CE-3'],
    dependsOn: ['partners/an-agreed-client-need-not-register'],
    async judge(world, client) {
      const person = await world.person();
      const public_ = await world.client({ person });
      const { authorized } = await freshCode(world, { person, client: public_ });
      const { headers } = asSentBy(
        { authMethod: 'client_secret_basic' },
        { client_id: client.clientId, client_secret: client.clientSecret },
      );
      const params = {
        client_id: public_.clientId,
        grant_type: 'authorization_code',
        code: authorized.code,
        redirect_uri: authorized.redirectUri,
        code_verifier: authorized.verifier,
      };
      const answer = await tokenRequest(world, params, undefined, headers);
      expect.oauthError(answer, [400, 401], 'invalid_client', 'invalid_request', 'invalid_grant');
    },
    remedy: 'Take the client from its credentials, and refuse a client_id beside them that is another.',
    variations: ['errors-without-words', 'errors-with-more'],
    mutants: ['overlooks-a-wrong-secret'],
  },
  {
    id: 'partners/an-agreed-client-stays-where-was-agreed',
    title: 'Users of an agreed client are sent nowhere but to its agreed redirect URI',
    clauses: ['oauth21/redirect-uri-exact-match', 'CE-3'],
    dependsOn: ['partners/an-agreed-client-need-not-register'],
    async judge(world, client) {
      const elsewhere = { ...client, redirectUri: 'https://openbell.example/elsewhere' };
      const { landing, answer } = await authorize(world, { client: elsewhere, person: await world.person() });
      const seen = landing.redirect?.url.href ?? JSON.stringify(answer);
      expect.that(!landing.redirect, { expected: 'a page, and no redirect', seen });
    },
    remedy: 'Compare the redirect URI with those that were agreed upon, character by character.',
    variations: ['pages-in-capitals'],
    mutants: [{ name: 'sends-users-of-agreed-clients-anywhere', replaces: { redirectUriIsRegistered: () => true } }],
  },
]);

interface Guess {
  judge(world: World, client: OAuthClient): Promise<void>;
}

/** More guesses in a row than anybody makes who has mistyped. */
const MANY = 30;
/** Not by way of what waits where it is told to: that is what is looked at. */
const guess = async (world: World, clientId: string): Promise<Answer> =>
  world.http.send({
    url: endpoint(await world.discovery(), 'token_endpoint'),
    headers: { accept: 'application/json' },
    form: {
      grant_type: 'refresh_token',
      refresh_token: 'openbell-has-none',
      client_id: clientId,
      client_secret: world.secret('client_secret'),
    },
  });

/** Guesses until it is told to wait; `undefined` where it never is. */
async function untilToldToWait(world: World, { clientId }: OAuthClient): Promise<Answer | undefined> {
  for (let n = 0; n < MANY; n++) {
    const answer = await guess(world, clientId);
    if (answer.status === 429) return answer;
  }
  return undefined;
}

const guesses: Table<Guess> = {
  per: 'url',
  applies: { needs: ['client-secrets'] },
  judges: 'limits',
  lane: 'exclusive',
  blame: 'authorization-server',
  dependsOn: ['partners/an-agreed-client-need-not-register'],
  async run(world, { judge }) {
    // Guesses lock out whose secret is guessed: never a client that somebody uses.
    if (!world.hooks.has('partners'))
      throw new Untestable('needs a client that may be locked out: the test hook “partners”', 'test hooks');
    await judge(world, await agreed(world));
  },
};

const guessed = rows(guesses, [
  {
    id: 'partners/throttles-guesses-of-secrets',
    title: 'Whoever guesses the secret of a client has to wait, and is told how long',
    clauses: ['oauth21/brute-force-protected', 'CE-3'],
    async judge(world, client) {
      const told = await untilToldToWait(world, client);
      expect.that(told, { expected: `429 within ${MANY} guesses`, seen: `${MANY} guesses were looked at` });
      const seen = told.headers['retry-after'] ?? 'none';
      expect.that(/^\d+$/.test(seen), { expected: 'Retry-After in seconds', seen, at: told });
    },
    remedy: 'Count wrong secrets by client and network, and answer 429 with Retry-After.',
    variations: ['errors-without-words', 'errors-with-more'],
    mutants: ['lets-anybody-guess-for-ever'],
  },
  {
    id: 'partners/an-unknown-client-reads-like-a-wrong-secret',
    title: 'Whether a client is unknown or its secret wrong cannot be told from the refusal',
    clauses: ['oauth21/token-unknown-client', 'CE-3'],
    weakBecause: 'That an unknown client is refused is demanded; that it reads like a wrong secret no document says.',
    async judge(world, client) {
      const wrong = await guess(world, client.clientId);
      const unknown = await guess(world, `workspace:${world.secret('client_id')}`);
      expect.equal(
        [unknown.status, unknown.text],
        [wrong.status, wrong.text],
        'the refusal of an unknown client',
        unknown,
      );
    },
    remedy: 'Answer both with 401 invalid_client and the same words.',
    variations: ['errors-without-words', 'errors-with-more'],
    mutants: ['tells-who-exists'],
  },
]);

export default [...known, ...guessed];
