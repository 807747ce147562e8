import { placeOrder } from '../../stage/order.ts';
import { expect } from '../../vocabulary/expect.ts';
import { profileHas } from '../../vocabulary/profile.ts';
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
    // An order that only the broker refuses: one in two calls is not even prepared over a connection that may not trade.
    const inTwoSteps = profileHas(world.profile, 'two-step-orders');
    const person = await world.person(inTwoSteps ? {} : { trading: false });
    const connection = await world.connect({ person, scope: 'trade' });
    const beyondAllMeans = inTwoSteps ? { qty: '9000' } : {};
    const answer = await placeOrder(world, connection, await world.accountOf(connection), beyondAllMeans);
    const result = answer.rpc()?.result;
    expect.equal(result?.isError, true, 'isError of an order that the broker refuses', answer);
    const coded = /\b4\d{7}\b/.test(JSON.stringify(result));
    const seen = JSON.stringify(result?.content);
    expect.that(coded, { expected: 'the broker’s eight-digit code in the result', seen, at: answer });
  },
  remedy:
    'Put the broker’s HTTP status and numeric code into the tool error: its message may change, its code does not.',
  variations: ['tool-results-in-several-parts', 'the-brokerages-json-with-escapes'],
  mutants: [{ name: 'hides-the-brokers-code', replaces: { brokerCodeIsPassedOn: () => undefined } }],
});
