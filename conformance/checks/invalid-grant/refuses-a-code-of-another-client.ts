import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-a-code-of-another-client',
  title: 'A code is redeemed only by the client that it was issued to',
  clauses: ['oauth21/code-bound-to-client'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const person = await world.person();
    const other = await world.connect({ person, client: await world.client({ person, other: true }) });
    const { authorized } = await freshCode(world, { person });
    expect.oauthError(await redeem(world, other.client, authorized), 400, 'invalid_grant');
  },
  remedy: 'Store the client_id with the code and compare it with the client that redeems it.',
  mutants: [{ name: 'redeems-a-code-for-any-client', replaces: { codeIsThisClients: () => true } }],
});
