import { freshCode } from '../../stage/code.ts';
import { newKey } from '../../stage/own-key.ts';
import { askProven, boundToken, type Proof, proofOf, redeemProven, tokenPlace } from '../../stage/proofs.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { challengesIn } from '../../vocabulary/challenge.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

// Nonces that a server gives and proofs hold (RFC 9449 §8, §9): none has to demand one.

const conduct: Conduct = {
  applies: { needs: ['proof-of-possession', 'registration', 'public-clients'] },
  blame: 'authorization-server',
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  variations: ['json-with-escapes', 'more-in-token-answers'],
};

/** What is sent as it is, whatever is demanded. */
const stubborn =
  (proof: Proof): Proof =>
  () =>
    proof();

/** `NotOffered` where a proof without a nonce is good, or no good for something else. */
function demanded(answer: Answer): Answer {
  const { status, headers } = answer;
  const asks = `${headers['www-authenticate']} ${answer.words()}`.includes('use_dpop_nonce');
  if (status === 200 || (!asks && headers['dpop-nonce'] === undefined))
    throw new NotOffered('a proof needs no nonce here');
  return answer;
}

interface Trial {
  judge(world: World): Promise<void>;
}
const trial: Table<Trial> = { ...conduct, run: (world, { judge }) => judge(world) };

const oneNonce = (answer: Answer): void =>
  expect.that(/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(answer.headers['dpop-nonce'] ?? ''), {
    expected: 'one DPoP-Nonce',
    seen: answer.headers['dpop-nonce'] ?? 'none',
    at: answer,
  });

export default rows(trial, [
  {
    id: 'tokens/demands-a-nonce-by-its-name',
    title:
      'A token endpoint that demands a nonce says 400 use_dpop_nonce and gives one, and the proof that holds it is good',
    clauses: ['rfc9449/dpop-nonce-challenge'],
    async judge(world) {
      const { client, authorized } = await freshCode(world);
      const proof = proofOf(world, newKey(world), await tokenPlace(world));
      const answer = demanded(await redeemProven(world, client, authorized, stubborn(proof)));
      expect.oauthError(answer, 400, 'use_dpop_nonce');
      oneNonce(answer);
      expect.status(await redeemProven(world, client, authorized, proof), 200);
    },
    remedy:
      'Answer a proof without a nonce with 400, error use_dpop_nonce and the header DPoP-Nonce, and leave the code good.',
    mutants: [
      {
        name: 'calls-a-proof-without-a-nonce-bad',
        replaces: { nonceIsAskedForAs: () => 'invalid_dpop_proof' },
      },
    ],
  },
  {
    id: 'tokens/challenges-for-a-nonce-by-its-name',
    title:
      'An MCP endpoint that demands a nonce says so in a challenge for DPoP and gives one, and the proof that holds it is good',
    clauses: ['rfc9449/dpop-rs-nonce'],
    blame: 'gateway',
    async judge(world) {
      const { key, accessToken: token } = await boundToken(world);
      const proof = proofOf(world, key, { htm: 'POST', htu: world.mcpUrl, token });
      const answer = demanded(await askProven(world, token, stubborn(proof)));
      expect.status(answer, 401);
      const said = answer.headers['www-authenticate'] ?? '';
      const isTold = challengesIn(said).some(
        ({ scheme, params }) => scheme.toLowerCase() === 'dpop' && params.error === 'use_dpop_nonce',
      );
      expect.that(isTold, { expected: 'DPoP error="use_dpop_nonce"', seen: said || 'no challenge', at: answer });
      oneNonce(answer);
      expect.status(await askProven(world, token, proof), 200);
    },
    remedy: 'Send WWW-Authenticate: DPoP error="use_dpop_nonce" and the header DPoP-Nonce.',
    mutants: [
      {
        name: 'challenges-for-no-nonce',
        rewrites: rewriteAnswer({ path: '/mcp', status: 401 }, ({ headers }) => ({
          headers: { 'www-authenticate': headers['www-authenticate']?.replaceAll('use_dpop_nonce', 'invalid_token') },
        })),
      },
    ],
  },
  {
    id: 'tokens/refuses-a-nonce-that-it-did-not-give',
    title: 'A proof with a nonce that was made up is refused where one is demanded',
    clauses: ['rfc9449/dpop-nonce-mismatch'],
    dependsOn: ['tokens/takes-a-bound-token-with-its-proof'],
    variations: ['json-with-escapes', 'errors-with-more'],
    async judge(world) {
      const { client, authorized } = await freshCode(world);
      const key = newKey(world);
      const place = await tokenPlace(world);
      demanded(await redeemProven(world, client, authorized, stubborn(proofOf(world, key, place))));
      const made = proofOf(world, key, place, { claims: { nonce: world.secret('nonce') } });
      const answer = await redeemProven(world, client, authorized, made);
      expect.oauthError(answer, 400, 'use_dpop_nonce', 'invalid_dpop_proof');
    },
    remedy: 'Take the nonces that you gave, for as long as you say so yourself, and no others.',
    mutants: [{ name: 'takes-any-nonce', replaces: { proofHoldsANonce: (nonce) => nonce !== 'none' } }],
  },
]);
