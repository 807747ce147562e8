import { placeOrder } from '../../stage/order.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/passes-on-the-brokers-own-code',
  title: 'A refusal of the broker reaches the model with the broker’s own numeric code',
  clauses: ['mcp/tools/business-error-as-tool-error', 'CN-9'],
  applies: { needs: ['broker-codes'] },
  dependsOn: ['wire/reports-the-brokers-refusal-as-a-tool-error'],
  orders: 2,
  spends: 'tokens',
  async run(world) {
    const person = await world.person({ trading: false });
    if (person.platform && !world.hooks.has('users'))
      throw new Untestable(
        'needs an order that only the broker refuses: the test hook “users” makes somebody',
        'test hooks',
      );
    const connection = await world.connect({ person, scope: 'trade' });
    const answer = await placeOrder(world, connection, await world.accountOf(connection));
    const result = answer.rpc()?.result;
    expect.equal(result?.isError, true, 'isError of an order over a read-only connection', answer);
    const coded = /\b4\d{7}\b/.test(JSON.stringify(result));
    const seen = JSON.stringify(result?.content);
    expect.that(coded, { expected: 'the broker’s eight-digit code in the result', seen, at: answer });
  },
  remedy:
    'Put the broker’s HTTP status and numeric code into the tool error: its message may change, its code does not.',
  variations: ['tool-results-in-several-parts', 'the-brokerages-json-with-escapes'],
  mutants: [{ name: 'hides-the-brokers-code', replaces: { brokerCodeIsPassedOn: () => undefined } }],
});
