import { expect, it } from 'vitest';
import { hasDatabase } from '../testing/has-database.ts';
import { deaths, killGateways } from './kills.ts';

/** A few in each run of the tests; `OPENBELL_KILLS=200 npx vitest run dev/kills` for many. */
const count = Number(process.env.OPENBELL_KILLS ?? deaths.length);

it.runIf(hasDatabase)(
  `of ${count} orders whose gateway was killed none was sent twice, and none that was answered was lost`,
  async () => {
    const wheres = Array.from({ length: count }, (_, n) => deaths[n % deaths.length]!);
    const { told, posts } = await killGateways(wheres);
    const placed = told.filter(({ orders }) => orders > 0);
    expect(told.filter(({ orders }) => orders > 1)).toEqual([]);
    expect(posts).toBe(placed.length);
    expect(told.filter(({ answered, after }) => answered !== undefined && after.some((id) => id !== answered))).toEqual(
      [],
    );
    expect(
      told.filter(({ after }) => new Set(after).size !== 1),
      'the same answer each time',
    ).toEqual([]);
    // What was taken and never left is said not to have been placed; everything else stands.
    const lost = told.filter(({ orders }) => orders === 0);
    expect(lost.filter(({ after }) => after[0] !== 'order_not_placed')).toEqual([]);
    expect(new Set(lost.map(({ where }) => where).filter((where) => where !== 'at any moment'))).toEqual(
      new Set(['after the order is taken']),
    );
    if (process.env.OPENBELL_KILLS)
      process.stdout.write(`${count} kills: ${posts} orders sent, ${placed.length} there\n`);
  },
  3_600_000,
);
