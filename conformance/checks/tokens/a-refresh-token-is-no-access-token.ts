import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/a-refresh-token-is-no-access-token',
  title: 'A refresh token does not open the MCP endpoint',
  clauses: ['oauth21/refresh-not-accepted-as-access'],
  applies: { needs: ['refresh'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { refreshToken } = await world.connect();
    if (!refreshToken) throw new Untestable('needs a refresh token, and the token answer held none');
    expect.bearerRefusal(await world.mcp(refreshToken).request('tools/list'), 401);
  },
  remedy: 'Accept access tokens only: a refresh token goes to the token endpoint and nowhere else.',
  mutants: ['answers-a-refused-token-with-200'],
});
