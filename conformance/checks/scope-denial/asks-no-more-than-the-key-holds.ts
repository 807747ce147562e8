import { scopeSet } from '../../stage/scopes.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { tryToTrade } from './trade.ts';

export default check({
  id: 'scope-denial/asks-no-more-than-the-key-holds',
  title: 'A client that asks for more than its key holds gets no more than the key',
  clauses: ['AR-1', 'AR-15', 'rfc6749/scope-widening-refused'],
  applies: { needs: ['static-client'], profiles: ['static-client'] },
  dependsOn: ['scope-denial/refuses-a-trade-with-a-token-that-reads'],
  async run(world) {
    const { read = '' } = world.scopes;
    const person = await world.person();
    const client = await world.client({ person, scopes: read.split(' ') });
    const connection = await world.connect({ person, client, scope: 'trade' });
    expect.equal(scopeSet(connection.scope), scopeSet(read), 'the scope of the token', connection.tokenAnswer);
    expect.status(await tryToTrade(world, connection), 403);
  },
  remedy: 'Grant what was asked for as far as the key holds it, and tell the client in the token answer.',
  mutants: [
    { name: 'gives-more-than-the-key-holds', replaces: { scopeIsLimitedByTheKey: (asked, ofKey) => asked ?? ofKey } },
  ],
});
