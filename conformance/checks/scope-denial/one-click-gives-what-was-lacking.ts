import { scopeSet } from '../../stage/scopes.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/one-click-gives-what-was-lacking',
  title: 'A client that comes back for the scope it was refused for gets it by one click on Allow',
  clauses: ['CT-5', 'CT-E3'],
  applies: { needs: ['scope-choice', 'trading'] },
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  orders: 1,
  async run(world) {
    const person = await world.person();
    const client = await world.client({ person });
    const reads = await world.connect({ person, client, scope: 'read' });
    expect.status(await tryToTrade(world, reads), 403);
    // The page as it stands, nothing chosen.
    const untouched = { scope: undefined };
    const trades = await world.connect({ person, client, scope: 'trade', human: untouched });
    expect.that(
      scopeSet(world.scopes.trade).every((one) => scopeSet(trades.scope).includes(one)),
      {
        expected: `${world.scopes.trade}, for want of which the client was refused`,
        seen: trades.scope ?? 'no scope',
        at: trades.tokenAnswer,
      },
    );
  },
  remedy: 'Choose the least beforehand, but for a client that was refused for a scope, the scope that it lacked.',
  variations: ['consent-is-remembered', 'refusals-in-plain-text', 'a-challenge-in-another-form', 'bodies-in-brotli'],
  mutants: [{ name: 'always-chooses-the-least-beforehand', replaces: { preselectedScope: ([smallest]) => smallest } }],
});
