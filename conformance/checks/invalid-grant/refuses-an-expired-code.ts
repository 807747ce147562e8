import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-an-expired-code',
  title: 'A code is no longer good ten minutes and a half after it was issued',
  clauses: ['oauth21/code-short-lived', 'oauth21/code-lifetime-10-min', 'AR-E3'],
  lane: 'exclusive',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    await world.hooks.advance(630);
    expect.oauthError(await redeem(world, client, authorized), 400, 'invalid_grant');
  },
  remedy: 'Give codes a minute to live, ten at the most, and answer 400 invalid_grant afterwards.',
  mutants: [{ name: 'lets-codes-live-for-ever', replaces: { codeIsFresh: () => true } }],
});
