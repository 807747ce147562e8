import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/names-the-error-of-a-bad-token',
  title: 'The challenge to a bad token says invalid_token',
  clauses: [
    'oauth21/invalid-token-401',
    'oauth21/error-attribute-on-failure',
    'mcp/authz/server-401-challenge-format',
    'mcp/authz/server-401-invalid-token',
  ],
  // OAuth 2.1 §5.3.1, to which MCP refers, only recommends that a refusal says why.
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    for (const token of ['not-a-token', world.secret('access_token')]) {
      expect.bearerRefusal(await world.mcp(token).request('tools/list'), 401, 'invalid_token');
    }
  },
  remedy: 'Answer a token that is no good with 401 and error="invalid_token", so that the client knows to refresh.',
  mutants: [{ name: 'hides-why-it-refuses', replaces: { challengeNamesError: () => undefined } }],
});
