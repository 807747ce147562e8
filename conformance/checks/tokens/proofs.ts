import { jwtOf } from '../../stage/altered-token.ts';
import { clientIn } from '../../stage/clients.ts';
import { freshCode } from '../../stage/code.ts';
import { newKey, secondsAt } from '../../stage/own-key.ts';
import {
  askProven,
  boundToken,
  type ProofChanges,
  proofOf,
  redeemProven,
  refreshProven,
  tokenPlace,
} from '../../stage/proofs.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteTokenAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { register } from '../../wire/oauth.ts';
import { rows } from './area.ts';

// Tokens that are good in the hands of whoever proves their key alone (RFC 9449).

const conduct: Conduct = {
  applies: { needs: ['proof-of-possession', 'registration', 'public-clients'] },
  blame: 'authorization-server',
  lane: 'exclusive',
  variations: ['json-with-escapes', 'more-in-token-answers', 'demands-no-nonces'],
};
const control = ['tokens/takes-a-bound-token-with-its-proof'];

const noProof = (answer: Answer): void => expect.oauthError(answer, 400, 'invalid_dpop_proof', 'invalid_grant');
const noAccess = (answer: Answer): void => expect.status(answer, 401);

interface Wrong {
  /** Proofs of which each is to be refused, at the token endpoint and at the MCP endpoint. */
  wrong(now: number, world: World): readonly ProofChanges[];
}

const wrongProofs: Table<Wrong> = {
  ...conduct,
  dependsOn: control,
  async run(world, { wrong }) {
    const { key, accessToken: token } = await boundToken(world);
    const { client, authorized } = await freshCode(world);
    for (const changes of wrong(await secondsAt(world), world)) {
      const here = { htm: 'POST', htu: world.mcpUrl, token };
      noAccess(await askProven(world, token, proofOf(world, key, here, changes)));
      const there = proofOf(world, key, await tokenPlace(world), changes);
      expect.oauthError(await redeemProven(world, client, authorized, there), 400, 'invalid_dpop_proof');
    }
  },
};

const refusals = rows(wrongProofs, [
  {
    id: 'tokens/refuses-a-proof-of-another-type',
    title: 'A JWT that does not say that it is a proof is none',
    clauses: ['rfc9449/dpop-typ', 'rfc9449/dpop-invalid-proof'],
    wrong: () => [{ header: { typ: 'JWT' } }, { header: { typ: undefined } }],
    remedy: 'Require typ to be dpop+jwt.',
    mutants: [{ name: 'takes-any-jwt-for-a-proof', replaces: { proofTypeIsDpop: () => true } }],
  },
  {
    id: 'tokens/refuses-a-proof-that-its-key-did-not-sign',
    title: 'A proof that is signed by another key than it shows, by none, or by a shared secret is refused',
    clauses: ['rfc9449/dpop-alg', 'rfc9449/dpop-invalid-proof'],
    wrong: (_, world) => [{ alg: 'none' }, { alg: 'hmac' }, { header: { jwk: newKey(world).publicJwk } }],
    remedy: 'Verify a proof with the key in it, by the asymmetric algorithms that you announce.',
    mutants: [{ name: 'takes-proofs-that-nobody-signed', replaces: { proofIsSigned: () => true } }],
  },
  {
    id: 'tokens/refuses-a-proof-for-another-request',
    title: 'A proof for another method or another place is refused',
    clauses: ['rfc9449/dpop-htm-htu', 'rfc9449/dpop-invalid-proof'],
    wrong: () => [
      { claims: { htm: 'GET' } },
      { claims: { htm: undefined } },
      { claims: { htu: 'https://other.example/' } },
      { claims: { htu: undefined } },
    ],
    remedy: 'Compare htm with the method and htu with the URL of the request, without its query.',
    mutants: [
      { name: 'takes-proofs-for-other-methods', replaces: { proofIsForThisMethod: () => true } },
      { name: 'takes-proofs-for-other-places', replaces: { proofIsForThisUrl: () => true } },
    ],
  },
  {
    id: 'tokens/refuses-a-proof-of-another-hour',
    title: 'A proof that was made an hour ago, will be in an hour, or does not say when, is refused',
    clauses: ['rfc9449/dpop-iat-window', 'rfc9449/dpop-invalid-proof'],
    wrong: (now) => [{ claims: { iat: now - 3600 } }, { claims: { iat: now + 3600 } }, { claims: { iat: undefined } }],
    remedy: 'Take a proof for a minute or so around its iat.',
    mutants: [{ name: 'takes-proofs-of-any-time', replaces: { proofIsFresh: () => true } }],
  },
]);

interface Trial {
  judge(world: World): Promise<void>;
}

const trials = rows<Trial>({ ...conduct, run: (world, { judge }) => judge(world) }, [
  {
    id: 'tokens/takes-a-bound-token-with-its-proof',
    title: 'A client that proves a key gets a token that is bound to it, is told so, and is let in with a proof',
    clauses: ['rfc9449/dpop-token-type', 'rfc9449/dpop-cnf-jkt', 'rfc9449/dpop-rs-scheme'],
    dependsOn: ['tokens/accepts-its-own-tokens'],
    async judge(world) {
      const { key, accessToken: token, answer } = await boundToken(world);
      expect.equal(answer.json().token_type, 'DPoP', 'token_type', answer);
      if (token.split('.').length === 3) {
        const cnf = jwtOf(token).claims.cnf as { jkt?: unknown } | undefined;
        expect.that(cnf?.jkt === key.thumbprint, {
          expected: 'cnf.jkt of its key',
          seen: 'another, or none',
          at: answer,
        });
      }
      const proof = proofOf(world, key, { htm: 'POST', htu: world.mcpUrl, token });
      expect.status(await askProven(world, token, proof), 200);
    },
    remedy: 'Put the thumbprint of the proven key into the token as cnf.jkt, and say token_type DPoP.',
    mutants: [
      { name: 'calls-bound-tokens-bearer', rewrites: rewriteTokenAnswer({ token_type: 'Bearer' }) },
      { name: 'takes-bound-tokens-by-no-scheme', replaces: { schemeFitsTheToken: (_, isBound) => !isBound } },
    ],
  },
  {
    id: 'tokens/refuses-a-bound-token-without-its-proof',
    title: 'A bound token is no bearer token, and opens nothing without a proof',
    clauses: ['rfc9449/dpop-rs-bearer-downgrade', 'rfc9449/dpop-rs-missing-proof', 'rfc9700/sender-constrained'],
    dependsOn: control,
    async judge(world) {
      const { key, accessToken: token } = await boundToken(world);
      const proof = proofOf(world, key, { htm: 'POST', htu: world.mcpUrl, token });
      noAccess(await askProven(world, token));
      noAccess(await askProven(world, token, undefined, 'Bearer'));
      noAccess(await askProven(world, token, proof, 'Bearer'));
    },
    remedy: 'Take a token with cnf by the scheme DPoP and with a proof alone.',
    mutants: [{ name: 'takes-bound-tokens-as-bearer', replaces: { schemeFitsTheToken: () => true } }],
  },
  {
    id: 'tokens/refuses-a-proof-for-another-token',
    title: 'A proof for another token, or for none, is refused',
    clauses: ['rfc9449/dpop-rs-ath'],
    dependsOn: control,
    async judge(world) {
      const { key, accessToken: token } = await boundToken(world);
      const here = { htm: 'POST', htu: world.mcpUrl };
      noAccess(await askProven(world, token, proofOf(world, key, here)));
      noAccess(await askProven(world, token, proofOf(world, key, { ...here, token: 'another' })));
    },
    remedy: 'Compare ath with the SHA-256 of the token.',
    mutants: [{ name: 'takes-proofs-for-other-tokens', replaces: { proofIsForThisToken: () => true } }],
  },
  {
    id: 'tokens/refuses-a-proof-by-another-key',
    title: 'A good proof by another key than the token is bound to is refused',
    clauses: ['rfc9449/dpop-rs-wrong-key'],
    dependsOn: control,
    async judge(world) {
      const { accessToken: token } = await boundToken(world);
      const proof = proofOf(world, newKey(world), { htm: 'POST', htu: world.mcpUrl, token });
      noAccess(await askProven(world, token, proof));
    },
    remedy: 'Compare the thumbprint of the key in the proof with cnf.jkt.',
    mutants: [{ name: 'takes-proofs-by-any-key', replaces: { proofIsByTheTokensKey: () => true } }],
  },
  {
    id: 'tokens/takes-a-proof-once',
    title: 'A proof that was used is refused the second time, and so is one without an id',
    clauses: ['rfc9449/dpop-jti-replay'],
    dependsOn: control,
    async judge(world) {
      const { key, accessToken: token } = await boundToken(world);
      const here = { htm: 'POST', htu: world.mcpUrl, token };
      const make = proofOf(world, key, here);
      let sent = '';
      const proof = async (nonce?: string) => {
        sent = await make(nonce);
        return sent;
      };
      expect.status(await askProven(world, token, proof), 200);
      noAccess(await askProven(world, token, async () => sent));
      noAccess(await askProven(world, token, proofOf(world, key, here, { claims: { jti: undefined } })));
    },
    remedy: 'Remember the jti of each proof for as long as it would be good.',
    mutants: [{ name: 'takes-proofs-twice', replaces: { proofIsUsedOnce: () => true } }],
  },
  {
    id: 'tokens/refuses-two-proofs-at-once',
    title: 'A request with two proofs is refused, and so is a proof that gives a private key away',
    clauses: ['rfc9449/dpop-one-header', 'rfc9449/dpop-no-private-key'],
    dependsOn: control,
    async judge(world) {
      const { key, accessToken: token } = await boundToken(world);
      const here = { htm: 'POST', htu: world.mcpUrl, token };
      const proof = proofOf(world, key, here);
      const two = async (nonce?: string) => [await proof(nonce), await proof(nonce)].join(', ');
      noAccess(await askProven(world, token, two));
      const spilt = proofOf(world, key, here, { header: { jwk: key.privateJwk } });
      noAccess(await askProven(world, token, spilt));
    },
    remedy: 'Take exactly one DPoP header, and no jwk with private members.',
    mutants: [
      { name: 'takes-the-first-of-two-proofs', replaces: { proofIsOne: () => true } },
      { name: 'takes-proofs-with-private-keys', replaces: { proofKeyIsPublic: () => true } },
    ],
  },
  {
    id: 'tokens/binds-refresh-tokens-to-the-key',
    title: 'The refresh token of a client without a secret is good with a proof by its key alone',
    clauses: ['rfc9449/dpop-refresh-bound'],
    applies: { needs: ['refresh'] },
    dependsOn: control,
    async judge(world) {
      const bound = await boundToken(world);
      const there = await tokenPlace(world);
      noProof(await refreshProven(world, bound));
      noProof(await refreshProven(world, bound, proofOf(world, newKey(world), there)));
      expect.status(await refreshProven(world, bound, proofOf(world, bound.key, there)), 200);
    },
    remedy: 'Keep the thumbprint with the refresh token of a public client, and require a proof by that key.',
    mutants: [
      { name: 'binds-no-refresh-tokens', replaces: { refreshTokenIsBoundTo: () => undefined } },
      { name: 'refreshes-by-any-key', replaces: { refreshIsByItsKey: () => true } },
    ],
  },
  {
    id: 'tokens/binds-codes-to-the-key-that-was-named',
    title: 'A code whose request named a key is redeemed with a proof by that key alone',
    clauses: ['rfc9449/dpop-jkt-authorization'],
    dependsOn: control,
    async judge(world) {
      const key = newKey(world);
      const { client, authorized } = await freshCode(world, { params: { dpop_jkt: key.thumbprint } });
      const there = await tokenPlace(world);
      noProof(await redeemProven(world, client, authorized));
      noProof(await redeemProven(world, client, authorized, proofOf(world, newKey(world), there)));
      expect.status(await redeemProven(world, client, authorized, proofOf(world, key, there)), 200);
    },
    remedy: 'Keep dpop_jkt with the code, and compare it with the key of the proof.',
    mutants: [{ name: 'redeems-codes-by-any-key', replaces: { codeIsRedeemedByItsKey: () => true } }],
  },
  {
    id: 'tokens/gives-bound-clients-bound-tokens-alone',
    title: 'A client that registered for bound tokens gets none without a proof',
    clauses: ['rfc9449/dpop-registration-required'],
    dependsOn: control,
    spends: 'registrations',
    async judge(world) {
      const name = 'openbell with bound tokens';
      const answer = await register(world, { client_name: name, dpop_bound_access_tokens: true });
      const client = clientIn(answer, world.redirectUri, name);
      const { authorized } = await freshCode(world, { client });
      noProof(await redeemProven(world, client, authorized));
    },
    remedy: 'Refuse a token request without a proof where dpop_bound_access_tokens was registered.',
    variations: ['json-with-escapes', 'errors-with-more'],
    mutants: [{ name: 'gives-bound-clients-any-token', replaces: { boundClientBringsAProof: () => true } }],
  },
]);

export default [...refusals, ...trials];
