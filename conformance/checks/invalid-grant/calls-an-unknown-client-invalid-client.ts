import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/calls-an-unknown-client-invalid-client',
  title: 'A client that nobody knows is answered with invalid_client and gets no token',
  clauses: ['oauth21/token-unknown-client', 'AR-E2'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const stranger = { client_id: '00000000-0000-4000-8000-000000000000', client_secret: undefined };
    expect.oauthError(await redeem(world, client, authorized, stranger), [400, 401], 'invalid_client');
  },
  remedy: 'Look the client up before the code and answer invalid_client when it is not there.',
  mutants: [{ name: 'serves-clients-that-nobody-knows', replaces: { tokenClientIsKnown: () => true } }],
});
