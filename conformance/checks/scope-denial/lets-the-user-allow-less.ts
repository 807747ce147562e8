import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/lets-the-user-allow-less',
  title: 'A user who allows less than the client asked for gives exactly that, and the client is told',
  clauses: ['oauth21/token-scope-when-different', 'CT-5', 'mcp/security/as-may-downscope'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world) {
    const { read } = world.scopes;
    const connection = await world.connect({ scope: 'trade', human: { scope: read! } });
    const page = connection.authorized.landing.pages.find(({ kind }) => kind === 'permission');
    const offered = page?.html.includes(`value="${read}"`) || page?.text.includes(read!);
    expect.that(offered, {
      expected: `${read} among the choices`,
      seen: page?.text.slice(0, 300) ?? 'no permission page',
    });
    expect.equal(connection.scope, read, 'the scope in the token answer', connection.tokenAnswer);
    expect.status(await tryToTrade(world, connection), 403);
  },
  remedy: 'Issue what the user chose on the permission page, not what the client asked for.',
  mutants: [
    {
      name: 'gives-what-was-asked-whatever-was-allowed',
      replaces: { consentOnlyNarrows: (_chosen, asked) => [...asked] },
    },
    { name: 'offers-trading-or-nothing', replaces: { largerScopeIncludesTheSmaller: (scopes) => [...scopes] } },
  ],
});
