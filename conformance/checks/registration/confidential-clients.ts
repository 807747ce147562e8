import { freshCode } from '../../stage/code.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { asSentBy, SECRET_METHODS, type SecretMethod } from '../../wire/client-secrets.ts';
import { resourceOf } from '../../wire/discover.ts';
import { authorize, redeem, tokenRequest } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { clientBy } from './confidential.ts';

// What is asked of clients with a secret beside that they show it: OAuth 2.1 §2.4, §4.1.1 and §4.1.3.

const conduct: Conduct = {
  applies: { needs: ['registration', 'client-secrets'] },
  lane: 'exclusive',
  dependsOn: ['registration/takes-secrets-as-announced'],
};

/** A client that shows its secret in the first of these ways in which one can be registered. */
async function confidential(world: World, methods: readonly SecretMethod[]): Promise<OAuthClient> {
  for (const method of methods) {
    const client = await clientBy(world, method);
    if (client) return client;
  }
  throw new NotOffered(`the server registers no client with a secret by ${methods.join(' or ')}`);
}

/** Header and body of one token request with the secret. */
interface Shown {
  by: readonly SecretMethod[];
  /** Where the secret stands: as the client registered, in the body, or in both places. */
  shows: 'as registered' | 'in the body' | 'twice';
  /** Which clients it takes; others say nothing. */
  given?: (client: OAuthClient) => void;
  answered(answer: Answer): void;
}

const shown: Table<Shown> = {
  ...conduct,
  async run(world, { by, shows, given, answered }) {
    const client = await confidential(world, by);
    given?.(client);
    const { authorized } = await freshCode(world, { person: await world.person(), client });
    if (shows !== 'twice') {
      const { authMethod: _, ...inTheBody } = client;
      return answered(await redeem(world, shows === 'in the body' ? inTheBody : client, authorized));
    }
    const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
    const { headers } = asSentBy({ authMethod: 'client_secret_basic' }, credentials);
    const params = {
      ...credentials,
      grant_type: 'authorization_code',
      code: authorized.code,
      redirect_uri: authorized.redirectUri,
      code_verifier: authorized.verifier,
      resource: await resourceOf(world),
    };
    answered(await tokenRequest(world, params, undefined, headers));
  },
};

const taken = (answer: Answer): void => expect.status(answer, 200);

/** Letters that a form writes in another way than they are. */
function isWrittenOtherwise({ clientId, clientSecret }: OAuthClient): void {
  if (!/[^\w.*-]/.test(`${clientId}${clientSecret}`))
    throw new NotOffered('the secrets of this server are written in a form as they are');
}

const secrets = rows(shown, [
  {
    id: 'registration/takes-secrets-in-the-body',
    title: 'A server that gives secrets takes them in the body of a token request',
    clauses: ['oauth21/client-secret-post-supported'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    by: SECRET_METHODS,
    shows: 'in the body',
    answered: taken,
    remedy: 'Read client_id and client_secret from the form, too.',
    variations: ['more-in-token-answers', 'json-with-escapes'],
    mutants: [{ name: 'reads-secrets-from-the-header-only', replaces: { secretIsRead: (inTheHeader) => inTheHeader } }],
  },
  {
    id: 'registration/decodes-secrets-in-the-header',
    title: 'In the Authorization header, name and secret of a client are written as in a form, and read so',
    clauses: ['oauth21/client-secret-basic-encoding'],
    by: ['client_secret_basic'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    shows: 'as registered',
    given: isWrittenOtherwise,
    answered: taken,
    remedy: 'Decode both parts as form values after the base64.',
    variations: ['more-in-token-answers', 'json-with-escapes'],
    mutants: [{ name: 'reads-secrets-in-the-header-as-they-come', replaces: { basicIsReadAsAForm: (text) => text } }],
  },
  {
    id: 'registration/takes-one-secret-at-a-time',
    title: 'A request that shows a secret in the header and another in the body is refused',
    clauses: ['oauth21/two-auth-methods-rejected'],
    by: ['client_secret_basic', 'client_secret_post'],
    shows: 'twice',
    answered: (answer) => expect.oauthError(answer, [400, 401], 'invalid_request', 'invalid_client'),
    remedy: 'Answer with 400 invalid_request where a client authenticates in two ways at once.',
    mutants: [{ name: 'takes-two-secrets-at-once', replaces: { clientAuthenticatesOneWay: () => true } }],
  },
]);

/** An authorization request without a challenge, and what became of it. */
async function withoutAChallenge(world: World) {
  const client = await confidential(world, SECRET_METHODS);
  const params = { code_challenge: undefined, code_challenge_method: undefined };
  return { client, authorized: await authorize(world, { client, person: await world.person(), params }) };
}

const challenges = rows<{ judge(world: World): Promise<void> }>(
  { ...conduct, blame: 'authorization-server', run: (world, { judge }) => judge(world) },
  [
    {
      id: 'pkce/requires-a-challenge-of-clients-with-secrets',
      title: 'A client with a secret is refused, too, where it sends no code_challenge',
      clauses: ['oauth21/pkce-required-confidential'],
      judge: async (world) => expectErrorResponse((await withoutAChallenge(world)).authorized, 'invalid_request'),
      remedy: 'Require code_challenge of every client: a secret does not show that a code was not swapped.',
      variations: ['redirects-with-302', 'more-in-authorization-responses'],
      mutants: [
        {
          name: 'asks-clients-with-secrets-for-no-challenge',
          replaces: { codeChallengeIsGiven: (challenge, hasSecret) => hasSecret || challenge !== undefined },
        },
      ],
    },
    {
      id: 'pkce/takes-no-verifier-without-a-challenge',
      title: 'A code whose request had no challenge is not redeemed with a verifier',
      clauses: ['oauth21/pkce-verifier-without-challenge', 'rfc9700/pkce-downgrade-mitigated'],
      async judge(world) {
        const { client, authorized } = await withoutAChallenge(world);
        if (!authorized.code) throw new NotOffered('there is no code without a challenge');
        const answer = await redeem(world, client, authorized);
        expect.oauthError(answer, 400, 'invalid_grant', 'invalid_request');
      },
      remedy: 'Refuse code_verifier where the code has no challenge: somebody may have cut it out of the request.',
      noVariation: 'without a challenge the reference gives no code: gateways made by hand show it',
      mutants: [
        {
          name: 'takes-a-verifier-for-no-challenge',
          elsewhere: true,
          needs: ['client-secrets'],
          rewrites: rewriteAnswer({ path: '/oauth/token', status: [400, 401] }, { status: 200, body: {} }),
        },
      ],
    },
  ],
);

export default [...secrets, ...challenges];
