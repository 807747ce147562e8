import { challengeOf } from '../../vocabulary/challenge.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/names-the-scope-that-would-do',
  title: 'The refusal names the scope to ask for, and a token with that scope sees the tool',
  clauses: [
    'mcp/authz/server-insufficient-scope-scope-param',
    'mcp/authz/server-scope-management',
    'mcp-2026-07-28/authz/server-all-scopes-in-one-challenge',
  ],
  applies: { needs: ['trading'] },
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  orders: 1,
  async run(world) {
    const { name } = world.tool('place');
    const read = await world.borrow();
    const refused = await tryToTrade(world, read);
    const scope = challengeOf(refused)?.params.scope;
    expect.that(scope, {
      expected: 'a scope in the challenge',
      seen: refused.headers['www-authenticate'] ?? 'no challenge',
      at: refused,
    });
    const larger = scope === world.scopes.trade ? await world.borrow('trade') : await world.connect({ scope });
    const names = (await world.mcp(larger).listTools()).map((tool) => tool.name);
    expect.includes(names, name, `the tools of a token with “${scope}”`);
  },
  remedy: 'Put into scope="…" of the challenge all that one new authorization should ask for.',
  variations: [
    'small-pages',
    'scopes-in-another-order',
    'refusals-in-plain-text',
    'a-challenge-in-another-form',
    'media-types-in-another-case',
  ],
  mutants: [{ name: 'keeps-the-needed-scope-to-itself', replaces: { challengeNamesScope: () => undefined } }],
});
