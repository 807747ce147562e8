import { authorizeAtBrokerage, brokerageKey } from '../../stage/brokerage.ts';
import { expectErrorResponse } from '../../stage/error-response.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/brokerage-issues-for-known-resources-only',
  title: 'The brokerage issues no token for a server that it has no contract with',
  clauses: ['AR-11', 'rfc8707/resource-invalid-target-authorize'],
  applies: { needs: ['direct-mode'] },
  blame: 'broker',
  dependsOn: ['pkce/brokerage-completes-an-s256-flow'],
  async run(world) {
    const person = await world.person();
    const client = await brokerageKey(world, person, 'direct');
    const resource = 'https://another-server.example/mcp';
    expectErrorResponse(await authorizeAtBrokerage(world, client, person, { resource }), 'invalid_target');
  },
  remedy: 'Keep a list of the resources that tokens may be for, and answer any other with error=invalid_target.',
  variations: ['the-brokerages-json-with-escapes', 'the-brokerage-redirects-otherwise'],
  mutants: [{ name: 'brokerage-issues-tokens-for-any-resource', replaces: { brokerResourceIsKnown: () => true } }],
});
