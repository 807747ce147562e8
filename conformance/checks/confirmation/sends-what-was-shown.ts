import { contentOf } from '../../stage/confirmation.ts';
import { confirm, expectSent, expectServed, FIELDS, isSame, orderIn, prepare, trader } from '../../stage/two-steps.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'confirmation/sends-what-was-shown',
  title: 'A confirmation sends the order that was shown, field by field',
  clauses: ['two-step/confirms-by-id', 'two-step/summary-is-the-order', 'CN-7'],
  async run(world) {
    const who = await trader(world);
    const shown = await prepare(world, who);
    const id = String(contentOf(shown).confirmation_id);
    const answer = await confirm(world, who, id);
    expectServed(answer, 'the confirmation');
    const order = orderIn(answer);
    const asked: Record<string, unknown> = { ...world.tool('place').args(who.account), ...orderIn(shown) };
    for (const name of FIELDS) {
      if (asked[name] === undefined || order[name] === undefined) continue;
      expect.that(isSame(order[name], asked[name]), {
        expected: `${name} ${asked[name]}, as it was shown`,
        seen: String(order[name]),
        at: answer,
      });
    }
    if (world.hooks.has('journal')) await expectSent(world, who, 1, answer);
  },
  remedy: 'Send the order that was kept with the confirmation, and nothing that comes with the call.',
  mutants: [
    {
      name: 'sends-another-quantity-than-was-shown',
      replaces: { orderIsUnchanged: (stored) => ({ ...stored, qty: '11' }) },
    },
    {
      name: 'sends-a-market-order-instead',
      replaces: {
        orderIsUnchanged: (stored) => {
          const { limit_price: _, ...rest } = stored as Record<string, unknown>;
          return { ...rest, type: 'market' } as typeof stored;
        },
      },
    },
  ],
});
