import { check } from '../../check.ts';
import { expect } from '../../expect.ts';
import { refresh } from '../../verbs/oauth.ts';

export default check({
  id: 'invalid-grant/refresh-reaches-no-other-resource',
  title: 'A refresh yields no token for a server that the user did not agree to',
  clauses: [
    'oauth21/refresh-bound-to-scope-and-resource',
    'rfc9700/refresh-bound-consent',
    'rfc8707/resource-refresh-subset',
  ],
  level: 'MUST',
  applies: { needs: ['oauth', 'refresh'] },
  blame: 'authorization-server',
  dependsOn: ['invalid-grant/refreshes'],
  async run(world) {
    const connection = await world.connect();
    const answer = await refresh(world, connection, { resource: 'https://another-server.example/mcp' });
    expect.oauthError(answer, 400, 'invalid_target');
  },
  remedy: 'Compare the resource of a refresh with the one of the grant and answer 400 invalid_target.',
  mutants: [{ name: 'takes-every-resource-for-its-own', replaces: { resourceIsOurs: () => true } }],
});
