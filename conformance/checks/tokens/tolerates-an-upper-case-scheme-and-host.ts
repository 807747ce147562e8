import { expect } from '../../vocabulary/expect.ts';
import { authorize, redeem } from '../../wire/oauth.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/tolerates-an-upper-case-scheme-and-host',
  title: 'A resource whose scheme and host are in capitals is this server, too',
  clauses: ['mcp/authz/uppercase-host-accepted'],
  applies: { needs: ['oauth'] },
  blame: 'authorization-server',
  spends: 'tokens',
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { protocol, host, pathname } = new URL(world.mcpUrl);
    const resource = `${protocol}//${host}`.toUpperCase() + pathname;
    const person = await world.person();
    const client = await world.client({ person });
    const authorized = await authorize(world, { client, person, params: { resource } });
    expect.that(authorized.code, { expected: 'a code', seen: authorized.answer.error ?? 'none' });
    const answer = await redeem(world, client, authorized);
    expect.status(answer, 200);
    expect.status(await world.mcp(answer.json().access_token).request('tools/list'), 200);
  },
  remedy: 'Compare scheme and host of a resource without case.',
  variations: ['more-in-token-answers', 'bearer-in-small-letters', 'media-types-in-another-case'],
  mutants: [
    {
      name: 'accepts-no-resource-in-capitals',
      replaces: { resourceIsOurs: (resource, mcpUrl) => resource === mcpUrl },
    },
  ],
});
