import { challengeOf } from '../../vocabulary/challenge.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/points-to-the-metadata',
  title: 'The refusal for too little scope repeats where the protected resource metadata is',
  clauses: ['mcp/authz/server-insufficient-scope-metadata', 'rfc9728/www-authenticate-resource-metadata'],
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world) {
    const refused = await tryToTrade(world, await world.borrow());
    const url = challengeOf(refused)?.params.resource_metadata;
    const seen = refused.headers['www-authenticate'] ?? 'no challenge';
    expect.that(url && URL.canParse(url), { expected: 'resource_metadata in the challenge', seen, at: refused });
    const { resource = world.mcpUrl } = (await world.discovery()).resourceMetadata?.doc ?? {};
    expect.equal((await world.http.get(url)).json().resource, resource, 'the resource of the metadata');
  },
  remedy: 'Build the 403 challenge like the 401 challenge, with resource_metadata in it.',
  mutants: [{ name: 'sends-clients-off-without-a-map', replaces: { challengeNamesResourceMetadata: () => undefined } }],
});
