import {
  dpopNamesAlgorithms,
  dpopNamesNoErrorUnasked,
  noncesAreExposed,
  noncesAreNotStored,
} from '../../observers/dpop.ts';
import { type Obligation, observer } from '../../vocabulary/check.ts';
import type { Observation } from '../../vocabulary/observation.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { ofResource } from '../discovery/metadata.ts';
import { check } from './area.ts';

// What a server that offers proof of possession says about it.

const dpop = (own: Omit<Obligation, 'variations'> & { observes: Observation }) => ({
  ...check(
    observer({
      ...own,
      per: 'url',
      ridesOn: ['discovery/names-an-authorization-server'],
      variations: ['proofs-are-taken-too'],
    }),
  ),
  dependsOn: [],
});

/** A sin: the challenge of the gateway is for DPoP as well, in these words. */
const challenges = (words: string) =>
  rewriteAnswer({ path: '/mcp', status: 401 }, ({ headers }) => ({
    headers: { 'www-authenticate': `${headers['www-authenticate']}, DPoP ${words}` },
  }));
const withNonce = (headers: Record<string, string>) =>
  rewriteAnswer({ path: ofResource }, { headers: { 'dpop-nonce': 'n-0S6', ...headers } });

export default [
  dpop({
    id: 'tokens/dpop-challenges-name-their-algorithms',
    title: 'A challenge for DPoP says which algorithms are taken',
    clauses: ['rfc9449/dpop-rs-challenge'],
    observes: dpopNamesAlgorithms,
    remedy: 'Send WWW-Authenticate: DPoP algs="ES256".',
    mutants: [{ name: 'asks-for-proof-by-any-algorithm', rewrites: challenges('realm="gateway"') }],
  }),
  dpop({
    id: 'tokens/dpop-challenges-name-no-error-without-a-token',
    title: 'A challenge for DPoP to who brought no token carries no error',
    clauses: ['rfc9449/dpop-rs-no-error-without-token'],
    observes: dpopNamesNoErrorUnasked,
    remedy: 'Leave error out of the challenge where no token was sent.',
    mutants: [
      { name: 'calls-a-missing-proof-invalid', rewrites: challenges('algs="ES256", error="invalid_dpop_proof"') },
    ],
  }),
  dpop({
    id: 'tokens/dpop-nonces-are-not-stored',
    title: 'An answer with a DPoP-Nonce is kept by no cache',
    clauses: ['rfc9449/dpop-nonce-uncacheable'],
    observes: noncesAreNotStored,
    remedy: 'Send Cache-Control: no-store with each DPoP-Nonce.',
    mutants: [
      {
        name: 'lets-caches-keep-nonces',
        rewrites: withNonce({ 'access-control-expose-headers': 'DPoP-Nonce', 'cache-control': 'max-age=60' }),
      },
    ],
  }),
  dpop({
    id: 'tokens/dpop-nonces-are-shown-to-scripts',
    title: 'Scripts of other origins may read the DPoP-Nonce of an answer that they may read',
    clauses: ['rfc9449/dpop-nonce-cors'],
    observes: noncesAreExposed,
    remedy: 'Send Access-Control-Expose-Headers: DPoP-Nonce.',
    mutants: [{ name: 'hides-nonces-from-scripts', rewrites: withNonce({ 'cache-control': 'no-store' }) }],
  }),
];
