import { expectErrorResponse } from '../../stage/error-response.ts';
import { authorize } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/refuses-to-authorize-for-another-resource',
  title: 'An authorization request for another server, or for no absolute URI, is answered with invalid_target',
  clauses: [
    'rfc8707/resource-invalid-target-authorize',
    'rfc8707/resource-absolute-uri',
    'rfc8707/resource-no-fragment',
  ],
  applies: { needs: ['oauth'] },
  // MCP has clients name the resource whether or not the authorization server knows the parameter.
  blame: 'authorization-server',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  needsNobody: true,
  spends: 'sign-ins',
  times: 3,
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const ask = (resource: string) => authorize(world, { client, person, params: { resource } });
    expectErrorResponse(await ask('https://another-server.example/mcp'), 'invalid_target');
    // What is no resource at all is a malformed parameter, too.
    for (const resource of ['/mcp', `${world.mcpUrl}#fragment`])
      expectErrorResponse(await ask(resource), 'invalid_target', 'invalid_request');
  },
  remedy: 'Issue tokens for your own resource only, and answer any other with error=invalid_target.',
  variations: ['odd-secrets', 'long-secrets', 'header-names-in-capitals'],
  mutants: [{ name: 'takes-every-resource-for-its-own', replaces: { resourceIsOurs: () => true } }],
});
