import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BookEvent } from '../../../mock-broker/book/events.ts';
import { faultKinds } from '../../../mock-broker/faults.ts';
import { type Desk, openDesk } from '../broker.ts';
import { emptyModel, inModelMoney, inModelShares, observe } from './model.ts';

// Over HTTP, with things going wrong: whatever the client saw, the books are right in the end.

const email = 'free@example.com';
const symbols = ['AAPL', 'KO', 'F'];
// Those that answer without waiting for the clock.
const kinds = faultKinds.filter((kind) => kind !== 'timeout' && kind !== 'slow');

type Step = readonly [what: number, a: number, b: number];

const order = (a: number, b: number) => ({
  symbol: symbols[a % 3],
  qty: String(1 + (b % 20)),
  side: a % 2 === 0 ? 'buy' : 'sell',
  type: b % 3 === 0 ? 'market' : 'limit',
  time_in_force: 'gtc',
  ...(b % 3 !== 0 && { limit_price: String([270, 71, 13][a % 3]) }),
});

async function step(desk: Desk, trader: ReturnType<Desk['as']>, [what, a, b]: Step): Promise<void> {
  if (what === 0) await desk.hook('post', '/faults', { kind: kinds[a % kinds.length], times: 1 + (b % 2) });
  if (what === 1) desk.clock.advance((a % 600) * 1000);
  if (what === 2) await desk.hook('post', '/restart');
  if (what === 3) await trader('delete', '/v2/orders');
  if (what === 4) await trader('delete', `/v2/positions/${symbols[a % 3]}`);
  if (what === 5) await trader('get', '/v2/orders?status=all');
  if (what > 5) await trader('post', '/v2/orders', order(a, b));
}

async function compare(desk: Desk): Promise<void> {
  await desk.hook('delete', '/faults');
  const trader = desk.as(email);
  const account = (await trader('get', '/v2/account')).body;
  const { broken_at, entries } = (await desk.hook('get', `/audit?account=${account.id}`)).body;
  const model = emptyModel();
  for (const { event } of entries as { event: BookEvent }[]) observe(model, event);
  const positions: { symbol: string; qty: string }[] = (await trader('get', '/v2/positions')).body;
  expect(broken_at).toBeNull();
  // The account shows cents; the model counts exactly.
  const difference = inModelMoney(account.cash) - model.cash;
  expect(difference < 0n ? -difference : difference).toBeLessThan(10n ** 11n);
  expect(new Map(positions.map(({ symbol, qty }) => [symbol, inModelShares(qty)]))).toEqual(
    new Map([...model.positions].sort()),
  );
}

test('after any requests, faults and restarts the account is what its own events make of it', async () => {
  const desk = await openDesk();
  const steps = fc.array(fc.tuple(fc.nat(11), fc.nat(1000), fc.nat(1000)), { minLength: 5, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      await desk.hook('post', '/reset');
      const trader = desk.as(email);
      // A dropped connection and half a JSON reject; that is what the faults are for.
      for (const one of sequence) await step(desk, trader, one).catch(() => undefined);
      await compare(desk);
    }),
    { numRuns: 40, seed: 11 },
  );
  await desk.close();
});
