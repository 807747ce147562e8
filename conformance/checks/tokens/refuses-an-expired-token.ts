import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-an-expired-token',
  title: 'The gateway refuses a token from its expiry on, a small leeway aside',
  clauses: ['mcp/authz/server-401-expired-token', 'oauth21/bearer-expired', 'rfc9068/rs-checks-exp', 'CT-E1'],
  lane: 'exclusive',
  takesTime: true,
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const connection = await world.connect();
    if (!connection.expiresIn) throw new Untestable('needs to know when the token expires: expires_in is missing');
    await world.hooks.advance(connection.expiresIn + 90);
    expect.bearerRefusal(await world.mcp(connection).request('tools/list'), 401);
  },
  remedy: 'Check `exp` at every request and answer 401 invalid_token.',
  mutants: [{ name: 'accepts-expired-tokens', replaces: { tokenIsUnexpired: () => true } }],
});
