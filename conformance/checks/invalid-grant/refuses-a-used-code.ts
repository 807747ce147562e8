import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-a-used-code',
  title: 'An authorization code works once',
  clauses: ['oauth21/code-single-use', 'AR-E3'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await world.connect();
    expect.oauthError(await redeem(world, client, authorized), 400, 'invalid_grant');
  },
  remedy: 'Mark a code as used in the same step that issues tokens for it, and answer 400 invalid_grant from then on.',
  mutants: [{ name: 'lets-a-code-be-used-again', replaces: { codeIsUnused: () => true } }],
});
