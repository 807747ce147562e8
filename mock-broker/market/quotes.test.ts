import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bars } from './bars.ts';
import { previousClose, seededQuote } from './quotes.ts';
import { listingOf, listings } from './symbols.ts';

const noon = Date.parse('2026-11-17T17:00:00Z');

test('a quote follows from seed, symbol and minute alone', () => {
  const apple = listingOf('AAPL')!;
  const text = (seed: string, at: number) => JSON.stringify(seededQuote(seed, apple, at));
  expect(text('a', noon)).toBe(text('a', noon + 59_000));
  expect(text('a', noon)).not.toBe(text('b', noon));
  expect(text('a', Date.parse('2026-11-17T22:00:00Z'))).toBe(text('a', Date.parse('2026-11-18T08:00:00Z')));
});

test('bids are below asks, on ticks, within a tenth of where the walk starts', () => {
  for (const listing of listings) {
    for (let at = noon; at < noon + 30 * 86_400_000; at += 7_777_777) {
      const { bid, ask, last } = seededQuote('a', listing, at);
      expect(bid.lt(ask)).toBe(true);
      expect(
        last
          .times(10_000)
          .minus(listing.base)
          .abs()
          .lte(listing.base / 10),
      ).toBe(true);
      if (bid.gte(1)) expect(bid.round(2).eq(bid)).toBe(true);
    }
    expect(previousClose('a', listing, noon).gt(0)).toBe(true);
  }
});

test('bars lie on the walk: high and low hold open and close, none is from the future', () => {
  const all = [...bars('a', listingOf('SPY')!, { minutes: 15 }, noon - 86_400_000, noon)];
  expect(all.length).toBeGreaterThan(20);
  for (const bar of all) {
    expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
    expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
    expect(bar.at + 15 * 60_000).toBeLessThanOrEqual(noon);
  }
});

test.each(['book', 'hooks', 'rest'])('no float is made of money: %s knows decimals and strings only', (name) => {
  const folder = fileURLToPath(new URL(`../${name}/`, import.meta.url));
  // Market data and portfolio history are JSON numbers on the wire; they are made so where they leave, and never read back.
  const outgoing = ['data.ts', 'history.ts'];
  for (const file of readdirSync(folder).filter((one) => /(?<!test)\.ts$/.test(one) && !outgoing.includes(one))) {
    const lines = readFileSync(folder + file, 'utf8').split('\n');
    const floats = lines.filter((line) =>
      /parseFloat|toNumber\(|Number\(|[^.\w]\d+\.\d+[^'"\d]/.test(line.replace(/\/\/.*|\*.*/, '')),
    );
    // A margin multiple, a bound for a number of shares, a page size, the id of a fault a year and a version are no money.
    expect(
      floats.filter(
        (line) =>
          !/max_margin_multiplier|const most = Math.min|const count = Number|faults.remove|today.slice|platformVersion/.test(
            line,
          ),
      ),
      file,
    ).toEqual([]);
  }
});
