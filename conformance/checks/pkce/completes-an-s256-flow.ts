import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'pkce/completes-an-s256-flow',
  title: 'A code whose request carried an S256 challenge is redeemed with its verifier',
  clauses: [
    'oauth21/pkce-supported',
    'oauth21/pkce-s256-mandatory-server',
    'rfc7636/server-s256-mti',
    'rfc9700/pkce-as-support',
  ],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    expect.status(await redeem(world, client, authorized), 200);
  },
  remedy: 'Store the code_challenge with the code and compare it with base64url(SHA-256(code_verifier)).',
  mutants: [{ name: 'finds-no-verifier-right', replaces: { verifierMatchesChallenge: () => false } }],
});
