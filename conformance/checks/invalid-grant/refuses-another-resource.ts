import { freshCode } from '../../stage/code.ts';
import { expect } from '../../vocabulary/expect.ts';
import { redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'invalid-grant/refuses-another-resource',
  title: 'A code for this server yields no token for another one',
  clauses: ['rfc8707/resource-invalid-target-token', 'rfc8707/resource-token-subset'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { client, authorized } = await freshCode(world);
    const elsewhere = { resource: 'https://another-server.example/mcp' };
    expect.oauthError(await redeem(world, client, authorized, elsewhere), 400, 'invalid_target');
  },
  remedy:
    'Compare the resource of the token request with the one that the user agreed to and answer 400 invalid_target.',
  mutants: [{ name: 'redeems-a-code-for-any-resource', replaces: { codeIsForThisResource: () => true } }],
});
