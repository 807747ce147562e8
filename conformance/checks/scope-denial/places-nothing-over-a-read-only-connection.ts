import { placeOrder } from '../../stage/order.ts';
import { describe, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/places-nothing-over-a-read-only-connection',
  title: 'With a read-only connection at the broker no scope is enough to place an order',
  clauses: ['mcp/tools/server-access-control', 'CN-6', 'mcp/tools/business-error-as-tool-error'],
  applies: { needs: ['read-only-connections'] },
  blame: 'broker',
  dependsOn: ['scope-denial/hides-what-the-token-may-not-call'],
  orders: 2,
  async run(world) {
    const person = await world.person({ trading: false });
    // Before anybody signs in for nothing: orders are placed where somebody has given leave to.
    world.tool('place').args('');
    const connection = await world.connect({ person, scope: 'trade' });
    const account = await world.accountOf(connection);
    const answer = await placeOrder(world, connection, account);
    const { result, error } = answer.rpc() ?? {};
    const refused = result ? result.isError === true : error || (answer.status >= 400 && answer.status < 500);
    expect.that(refused, { expected: 'the order to be refused', seen: describe(answer), at: answer });
  },
  remedy: 'Ask the broker whether the connection may trade, and pass its refusal on as a tool error.',
  variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
  mutants: [{ name: 'trades-over-read-only-connections', replaces: { connectionMayWrite: () => true } }],
});
