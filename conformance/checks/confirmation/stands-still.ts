import { AT_THE_MARKET, confirm, expectRefused, expectSent, prepared, trader } from '../../stage/two-steps.ts';
import type { Table } from '../../vocabulary/check.ts';
import type { World } from '../../vocabulary/world.ts';
import { rows } from './area.ts';

interface Changes {
  before?(world: World): Promise<void>;
  between(world: World): Promise<void>;
}

const at = (price: string) => (world: World) => world.hooks.quote(SYMBOL, { bid: price, ask: price });

/** One that nobody else in a run deals in. */
const SYMBOL = 'NVDA';

/** Both change the day for everybody: the clock of a run says so, and the target is set back. */
const changed: Table<Changes> = {
  lane: 'exclusive',
  dependsOn: ['confirmation/sends-what-was-shown'],
  async run(world, { before, between }) {
    const who = await trader(world);
    await before?.(world);
    const id = await prepared(world, who, { ...AT_THE_MARKET, symbol: SYMBOL });
    await between(world);
    try {
      const answer = await confirm(world, who, id);
      expectRefused(answer, 'the confirmation');
      await expectSent(world, who, 0, answer);
    } finally {
      await world.hooks.forceMarket(null);
    }
  },
};

const silent = 'The guide does not say what becomes of an order whose market has moved.';

/** What was read is what is confirmed: another price, or another day, is another order. */
export default rows(changed, [
  {
    id: 'confirmation/looks-at-the-price-again',
    title: 'Where the price has moved far since the summary was read, the order is not sent',
    clauses: ['two-step/stands-still', 'CN-7'],
    weakBecause: silent,
    before: at('100.00'),
    between: at('120.00'),
    remedy: 'Compare the price of the summary with that of the moment, and ask again beyond a tolerance.',
    mutants: [{ name: 'confirms-at-any-price', replaces: { priceIsStillThePreviewed: () => true } }],
  },
  {
    id: 'confirmation/looks-at-the-market-again',
    title: 'Where the market has closed since the summary was read, the order is not left to the next morning',
    clauses: ['two-step/stands-still', 'CN-9'],
    weakBecause: silent,
    // Whatever the hour is.
    before: (world) => world.hooks.forceMarket(true),
    between: (world) => world.hooks.forceMarket(false),
    remedy: 'Ask whether the market is open at the moment of confirming, and let the user prepare the order anew.',
    mutants: [{ name: 'confirms-after-the-close', replaces: { marketIsStillOpen: () => true } }],
  },
]);
