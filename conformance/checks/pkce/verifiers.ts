import { freshCode } from '../../stage/code.ts';
import { brokerage, gateway, type Place } from '../../stage/place.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import type { Authorized, Overrides } from '../../vocabulary/oauth.ts';
import { rewriteTokenAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { s256 } from '../../wire/oauth.ts';
import { ofTheBrokerage, rows } from './area.ts';

interface Verifier {
  /** Put over the right parameters of the authorization request. */
  asked?: Overrides;
  sent(authorized: Authorized, world: World): string | undefined;
}

const itsOwn: Verifier = { sent: ({ verifier }) => verifier };
const none: Verifier = { sent: () => undefined };
const another: Verifier = { sent: (_authorized, world) => world.secret('code_verifier') };
const theChallenge: Verifier = { sent: ({ verifier }) => s256(verifier) };
/** This one, whose hash is the challenge of the request. */
const chosen = (verifier: string): Verifier => ({ asked: { code_challenge: s256(verifier) }, sent: () => verifier });

type Judge = (answer: Answer) => void;
const tokens: Judge = (answer) => {
  expect.status(answer, 200);
  const { access_token: token } = (answer.tryJson() ?? {}) as { access_token?: unknown };
  expect.that(typeof token === 'string' && token, { expected: 'an access_token', seen: describe(answer), at: answer });
};
const refusal =
  (...codes: string[]): Judge =>
  (answer) =>
    expect.oauthError(answer, 400, ...codes);

interface Redeemed {
  /** As every client does it. */
  isTheRightWay?: true;
  with: readonly Verifier[];
  gets: Judge;
}

const redeemedAt = (place: Place) => async (world: World, row: Redeemed) => {
  // What was redeemed in the right way for everybody shows it, too; where it could not be, it is looked at why.
  const known = row.isTheRightWay && (await world.lookAt().catch(() => undefined));
  if (known) return row.gets(known.tokenAnswer);
  const person = await world.person();
  const client = await place.client(world, person);
  for (const verifier of row.with) {
    const { authorized } = await freshCode(world, { place, person, client, params: verifier.asked ?? {} });
    const overrides = { code_verifier: verifier.sent(authorized, world) };
    row.gets(await place.redeem(world, client, authorized, overrides));
  }
};

/** A code, redeemed with its verifier or with something else. */
const atTheGateway = rows<Redeemed>({ dependsOn: ['pkce/completes-an-s256-flow'], run: redeemedAt(gateway) }, [
  {
    id: 'pkce/completes-an-s256-flow',
    title: 'A code whose request carried an S256 challenge is redeemed with its verifier',
    clauses: [
      'oauth21/pkce-supported',
      'oauth21/pkce-s256-mandatory-server',
      'rfc7636/server-s256-mti',
      'rfc9700/pkce-as-support',
      'oauth21/token-access-token-present',
    ],
    wantsAnAnswer: true,
    isTheRightWay: true,
    with: [itsOwn],
    gets: tokens,
    remedy: 'Store the code_challenge with the code and compare it with base64url(SHA-256(code_verifier)).',
    variations: [
      'token-answers-without-an-expiry',
      'more-in-authorization-responses',
      'authorization-responses-written-otherwise',
      'media-types-in-another-case',
    ],
    mutants: [
      { name: 'finds-no-verifier-right', replaces: { verifierMatchesChallenge: () => false } },
      { name: 'gives-no-access-token', rewrites: rewriteTokenAnswer({ access_token: undefined }) },
    ],
  },
  {
    id: 'pkce/refuses-a-missing-verifier',
    title: 'A code whose request had a challenge is not redeemed without a verifier',
    clauses: ['oauth21/pkce-missing-verifier', 'rfc9700/pkce-enforced-when-used'],
    with: [none],
    gets: refusal('invalid_grant', 'invalid_request'),
    remedy: 'Require code_verifier whenever the authorization request carried a challenge.',
    mutants: [{ name: 'forgets-to-ask-for-the-verifier', replaces: { verifierIsGiven: () => true } }],
  },
  {
    id: 'pkce/refuses-a-wrong-verifier',
    title: 'A code is not redeemed with another verifier',
    clauses: ['oauth21/pkce-wrong-verifier', 'rfc7636/verify-failure-invalid-grant'],
    with: [another],
    gets: refusal('invalid_grant'),
    remedy:
      'Compare base64url(SHA-256(code_verifier)) with the stored challenge and answer 400 invalid_grant when they differ.',
    mutants: [{ name: 'accepts-any-verifier', replaces: { verifierMatchesChallenge: () => true } }],
  },
  {
    id: 'pkce/refuses-the-challenge-as-verifier',
    title: 'The code_challenge does not pass for its own verifier',
    clauses: ['oauth21/pkce-plain-verifier-under-s256'],
    with: [theChallenge],
    gets: refusal('invalid_grant'),
    remedy: 'Remember that the challenge was S256 and always hash the verifier before comparing.',
    mutants: [
      {
        name: 'compares-verifier-and-challenge-as-they-are',
        replaces: { verifierMatchesChallenge: (verifier, asked) => verifier === asked || s256(verifier) === asked },
      },
    ],
  },
  {
    id: 'pkce/refuses-a-verifier-of-the-wrong-form',
    title: 'A verifier that is too short, too long or has other characters is refused, even where its hash is right',
    clauses: ['oauth21/pkce-verifier-length'],
    weakBecause: 'The grammar is said to clients; no document has the server look whether they keep it.',
    with: [chosen('a'.repeat(42)), chosen('a'.repeat(129)), chosen(`${'a'.repeat(42)} b`)],
    gets: refusal('invalid_grant', 'invalid_request'),
    remedy: 'Accept verifiers of 43 to 128 unreserved characters only, before hashing them.',
    mutants: [{ name: 'accepts-a-verifier-of-any-form', replaces: { verifierIsWellFormed: () => true } }],
  },
]);

const atTheBrokerage = rows<Redeemed>({ ...ofTheBrokerage, run: redeemedAt(brokerage) }, [
  {
    id: 'pkce/brokerage-completes-an-s256-flow',
    title: 'A client that goes to the brokerage directly redeems its code with its verifier',
    clauses: ['oauth21/pkce-supported', 'AR-11'],
    with: [itsOwn],
    gets: tokens,
    remedy: 'Store the code_challenge with the code and compare it with base64url(SHA-256(code_verifier)).',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [{ name: 'brokerage-finds-no-verifier-right', replaces: { brokerVerifierMatchesChallenge: () => false } }],
  },
  {
    id: 'pkce/brokerage-refuses-a-missing-verifier',
    title: 'The brokerage does not redeem a code without its verifier',
    clauses: ['oauth21/pkce-missing-verifier', 'AR-11'],
    with: [none],
    gets: refusal('invalid_grant', 'invalid_request'),
    remedy: 'Require code_verifier whenever the authorization request carried a challenge.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
    mutants: [{ name: 'brokerage-forgets-to-ask-for-the-verifier', replaces: { brokerVerifierIsPresent: () => true } }],
  },
  {
    id: 'pkce/brokerage-refuses-a-wrong-verifier',
    title: 'The brokerage does not redeem a code with another verifier',
    clauses: ['oauth21/pkce-wrong-verifier', 'AR-11'],
    with: [another],
    gets: refusal('invalid_grant'),
    remedy:
      'Compare base64url(SHA-256(code_verifier)) with the stored challenge and answer 400 invalid_grant when they differ.',
    variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
    mutants: [{ name: 'brokerage-accepts-any-verifier', replaces: { brokerVerifierMatchesChallenge: () => true } }],
  },
]);

export default [...atTheGateway, ...atTheBrokerage];
