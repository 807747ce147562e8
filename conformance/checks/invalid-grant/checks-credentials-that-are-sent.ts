import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/checks-credentials-that-are-sent',
  title: 'A public client that sends a secret is refused, for the secret cannot be right',
  clauses: ['oauth21/token-authenticate-if-included', 'oauth21/token-invalid-client-body'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const secret = { client_secret: world.secret('client_secret') };
    expect.oauthError(await redeem(world, client, authorized, secret), [400, 401], 'invalid_client', 'invalid_request');
  },
  remedy: 'Check credentials whenever they are sent, also from a client that need not send any.',
  mutants: [{ name: 'overlooks-a-wrong-secret', replaces: { noCredentialsAreSent: () => true } }],
});
