import { clientIn } from '../../stage/clients.ts';
import { freshCode } from '../../stage/code.ts';
import { newKey, type OwnKey, secondsAt, signedBy } from '../../stage/own-key.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { SECRET_METHODS } from '../../wire/client-secrets.ts';
import { assertRoomForTokens, redeem, register } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { refused, registrations } from './registering.ts';

// Clients that sign who they are (private_key_jwt: RFC 7523, OpenID Connect Core §9).

const METHOD = 'private_key_jwt';
const conduct: Conduct = { applies: { needs: ['registration', 'client-assertions'] }, lane: 'exclusive' };
const control = ['registration/takes-a-client-that-signs'];

interface Signing {
  client: OAuthClient;
  key: OwnKey;
}

const signingClient = (world: World): Promise<Signing> =>
  world.shared('a client that signs', async () => {
    await assertRoomForTokens(world);
    const key = newKey(world);
    const name = 'openbell by signature';
    const jwks = { keys: [key.publicJwk] };
    const answer = await register(world, { client_name: name, token_endpoint_auth_method: METHOD, jwks });
    return { key, client: clientIn(answer, world.redirectUri, name) };
  });

/** What an assertion says that is right, in this place and at this time. */
export async function claimsOf(world: World, { clientId }: OAuthClient): Promise<Record<string, unknown>> {
  const now = await secondsAt(world);
  const aud = (await world.discovery()).authorizationServer?.doc.issuer;
  return { iss: clientId, sub: clientId, aud, iat: now, exp: now + 60, jti: world.secret('jti') };
}

export const redeemWith = (
  world: World,
  client: OAuthClient,
  authorized: Authorized,
  assertion: string,
): Promise<Answer> =>
  redeem(world, client, authorized, {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });

const turnedAway = (answer: Answer): void =>
  expect.oauthError(answer, [400, 401], 'invalid_client', 'invalid_request', 'invalid_grant');

interface Assertions {
  /** Assertions of which each is to be refused, as what is put over the right claims and header. */
  wrong: readonly ((now: number) => { claims?: Record<string, unknown>; alg?: 'none' | 'hmac'; byAnother?: true })[];
}

const assertions: Table<Assertions> = {
  ...conduct,
  dependsOn: control,
  async run(world, { wrong }) {
    const { client, key } = await signingClient(world);
    const { authorized } = await freshCode(world, { person: await world.person(), client });
    for (const make of wrong) {
      const right = await claimsOf(world, client);
      const { claims, alg, byAnother } = make(Number(right.iat));
      const by = byAnother ? newKey(world) : key;
      turnedAway(
        await redeemWith(world, client, authorized, signedBy(world, by, alg ? { alg } : {}, { ...right, ...claims })),
      );
    }
  },
};

const refusals = rows(assertions, [
  {
    id: 'registration/refuses-a-signature-of-another',
    title: 'An assertion signed by another key, by none, or with the public key for a secret is refused',
    clauses: ['rfc7523/assertion-signed'],
    wrong: [() => ({ byAnother: true }), () => ({ alg: 'none' }), () => ({ alg: 'hmac' })],
    remedy: 'Verify client_assertion with a key that the client registered, by asymmetric algorithms alone.',
    mutants: [{ name: 'takes-assertions-of-any-key', replaces: { assertionIsSigned: () => true } }],
  },
  {
    id: 'registration/refuses-an-assertion-about-another-client',
    title: 'An assertion that another client is the issuer or the subject of is refused',
    clauses: ['rfc7523/assertion-subject'],
    wrong: [() => ({ claims: { sub: 'another' } }), () => ({ claims: { iss: 'another' } })],
    remedy: 'Require iss and sub to be the client_id.',
    mutants: [{ name: 'takes-assertions-about-others', replaces: { assertionIsTheClients: () => true } }],
  },
  {
    id: 'registration/refuses-an-assertion-for-another-server',
    title: 'An assertion for another server, or for none, is refused',
    clauses: ['rfc7523/assertion-audience'],
    wrong: [() => ({ claims: { aud: 'https://other.example' } }), () => ({ claims: { aud: undefined } })],
    remedy: 'Require aud to be your issuer or your token endpoint.',
    mutants: [{ name: 'takes-assertions-for-others', replaces: { assertionIsForUs: () => true } }],
  },
  {
    id: 'registration/refuses-an-assertion-that-is-over',
    title: 'An assertion that has expired, or never does, is refused',
    clauses: ['rfc7523/assertion-expiry'],
    wrong: [(now) => ({ claims: { exp: now - 120 } }), () => ({ claims: { exp: undefined } })],
    remedy: 'Require exp, and refuse what is past it.',
    mutants: [{ name: 'takes-assertions-for-ever', replaces: { assertionIsFresh: () => true } }],
  },
]);

interface Trial {
  judge(world: World): Promise<void>;
}

const others = rows<Trial>({ ...conduct, run: (world, { judge }) => judge(world) }, [
  {
    id: 'registration/takes-a-client-that-signs',
    title: 'A client that registered a key gets its tokens for an assertion by it, and nothing without one',
    clauses: ['oauth21/token-confidential-must-auth', 'rfc8414/announced-is-true'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    async judge(world) {
      const { client, key } = await signingClient(world);
      const { authorized } = await freshCode(world, { person: await world.person(), client });
      turnedAway(await redeem(world, client, authorized));
      const assertion = signedBy(world, key, {}, await claimsOf(world, client));
      expect.status(await redeemWith(world, client, authorized, assertion), 200);
    },
    remedy: 'Verify client_assertion where you announce private_key_jwt.',
    mutants: ['takes-any-secret', { name: 'takes-no-assertion', replaces: { assertionIsFresh: () => false } }],
  },
  {
    id: 'registration/takes-an-assertion-once',
    title: 'An assertion that was used is refused the second time',
    clauses: ['oidc-core/assertion-used-once'],
    weakBecause:
      'OpenID Connect says it of the assertion; RFC 7523 §3 leaves it to the server whether it keeps what was used.',
    dependsOn: control,
    async judge(world) {
      const { client, key } = await signingClient(world);
      const person = await world.person();
      const assertion = signedBy(world, key, {}, await claimsOf(world, client));
      const [one, other] = [await freshCode(world, { person, client }), await freshCode(world, { person, client })];
      expect.status(await redeemWith(world, client, one.authorized, assertion), 200);
      turnedAway(await redeemWith(world, client, other.authorized, assertion));
    },
    remedy: 'Remember the jti of each assertion until it expires, and refuse it the second time.',
    mutants: [{ name: 'takes-assertions-twice', replaces: { assertionIsUsedOnce: () => true } }],
  },
  {
    id: 'registration/a-client-keeps-to-its-method',
    title: 'A client that registered for one way of authenticating is not let in by another',
    clauses: ['rfc7591/dcr-auth-method-honored'],
    dependsOn: control,
    async judge(world) {
      const name = 'openbell by one method';
      const answer = await register(world, { client_name: name, token_endpoint_auth_method: SECRET_METHODS[1] });
      const { authMethod, ...client } = clientIn(answer, world.redirectUri, name);
      if (authMethod !== SECRET_METHODS[1])
        throw new NotOffered('the server registers no client by client_secret_basic');
      const { authorized } = await freshCode(world, { person: await world.person(), client });
      turnedAway(await redeem(world, client, authorized));
      expect.status(await redeem(world, { ...client, authMethod }, authorized), 200);
    },
    remedy: 'Take the secret in the way that the client registered for, and in no other.',
    mutants: [{ name: 'takes-secrets-in-any-way', replaces: { clientKeepsToItsMethod: () => true } }],
  },
]);

const keys = rows(registrations, [
  {
    id: 'registration/takes-public-keys-alone',
    title: 'A registration with a private key in it is refused',
    clauses: ['rfc7591/dcr-invalid-client-metadata'],
    applies: { needs: ['client-assertions'] },
    registers: [
      {
        token_endpoint_auth_method: METHOD,
        // The example key of RFC 8037 appendix A.
        jwks: {
          keys: [
            {
              kty: 'OKP',
              crv: 'Ed25519',
              d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
              x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
            },
          ],
        },
      },
    ],
    answered: refused('invalid_client_metadata'),
    remedy: 'Refuse keys with private members: whoever sends one has given it away.',
    mutants: [{ name: 'registers-private-keys', replaces: { keysArePublic: () => true } }],
  },
]);

export default [...refusals, ...others, ...keys];
