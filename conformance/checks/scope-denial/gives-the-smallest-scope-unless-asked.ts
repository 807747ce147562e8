import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/gives-the-smallest-scope-unless-asked',
  title: 'A client that names no scope is offered and given the smaller one',
  clauses: ['oauth21/scope-omitted', 'CT-5'],
  applies: { profiles: ['dynamic-client'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { read = '', trade = '' } = world.scopes;
    const connection = await world.connect({ params: { scope: undefined } });
    const asked = connection.authorized.landing.pages.find((page) => page.kind === 'permission');
    expect.that(!asked?.html.includes(trade), {
      expected: `no offer of ${trade}`,
      seen: asked?.text.slice(0, 300) ?? '',
    });
    expect.equal(connection.scope, read, 'the scope of the token', connection.tokenAnswer);
  },
  remedy: 'Take a missing scope parameter for a request of the smallest scope you have.',
  mutants: [
    { name: 'offers-trading-to-who-asked-for-nothing', replaces: { omittedScopeIsTheSmallest: () => ['mcp:trade'] } },
  ],
});
