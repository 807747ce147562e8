import { expect, test } from 'vitest';
import { deskOfEachTest, tradeAs } from '../../dev/testing/desk.ts';

const desk = deskOfEachTest();
const { trader, place, get, tell, quote } = tradeAs(desk, 'free@example.com');

const rest = { symbol: 'MSFT', qty: '10', side: 'buy', type: 'limit', time_in_force: 'day', limit_price: '400' };

const bracket = {
  ...rest,
  order_class: 'bracket',
  time_in_force: 'gtc',
  take_profit: { limit_price: '450' },
  stop_loss: { stop_price: '390' },
};

test('exits of a bracket wait for the entry; one exit cancels the other', async () => {
  const { id, legs } = await place(bracket);
  await tell(id, { action: 'fill', price: '400' });
  expect((await get(legs[0].id)).status).toBe('new');
  expect((await trader('get', '/v2/positions/MSFT')).body.qty_available).toBe('0');
  await quote('MSFT', '450.00', '450.10');
  for (let n = 0; n < 5; n += 1) await quote('MSFT', '450.00', '450.10');
  expect((await get(legs[0].id)).status).toBe('filled');
  expect((await get(legs[1].id)).status).toBe('canceled');
  expect((await trader('get', '/v2/positions')).body).toEqual([]);
});

test('canceling the entry cancels its exits, and an exit takes the other with it', async () => {
  const first = await place(bracket);
  await trader('delete', `/v2/orders/${first.id}`);
  expect((await get(first.legs[0].id)).status).toBe('canceled');
  const second = await place(bracket);
  await tell(second.id, { action: 'fill' });
  await trader('delete', `/v2/orders/${second.legs[1].id}`);
  expect((await get(second.legs[0].id)).status).toBe('canceled');
});

test('an exit that is canceled while it waits takes the entry with it, which would have none', async () => {
  const { id, legs } = await place(bracket);
  await trader('delete', `/v2/orders/${legs[0].id}`);
  const entry = await get(id);
  expect([entry, ...entry.legs].map(({ status }) => status)).toEqual(['canceled', 'canceled', 'canceled']);
});

test('an exit of an oco pair that trades while the other is being replaced leaves the rest to what replaces it', async () => {
  await place({ symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
  await place({ symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
  const exits = { take_profit: { limit_price: '90' }, stop_loss: { stop_price: '60' } };
  const oco = await place({
    ...{ symbol: 'KO', qty: '2', side: 'sell', type: 'limit', time_in_force: 'gtc', order_class: 'oco' },
    ...exits,
  });
  await desk.hook('post', '/market', { latency_ms: 1000 });
  const { body } = await trader('patch', `/v2/orders/${oco.id}`, { limit_price: '91' });
  await tell(oco.legs[0].id, { action: 'fill', qty: '1' });
  desk.clock.advance(1000);
  expect(await get(body.id)).toMatchObject({ status: 'new', qty: '1' });
  expect((await trader('get', '/v2/positions/KO')).body).toMatchObject({ qty: '1', qty_available: '0' });
});

test('a partly filled exit leaves the other for the rest', async () => {
  const { id, legs } = await place(bracket);
  await tell(id, { action: 'fill' });
  await tell(legs[0].id, { action: 'fill', qty: '4' });
  expect((await get(legs[1].id)).qty).toBe('6');
});

test('oco leaves a position; oto has one exit', async () => {
  await place({ symbol: 'KO', qty: '1', side: 'buy', type: 'market', time_in_force: 'day' });
  const oco = await place({
    symbol: 'KO',
    qty: '1',
    side: 'sell',
    type: 'limit',
    time_in_force: 'gtc',
    order_class: 'oco',
    take_profit: { limit_price: '90' },
    stop_loss: { stop_price: '60' },
  });
  expect(oco).toMatchObject({ limit_price: '90', legs: [{ stop_price: '60', type: 'stop' }] });
  await quote('KO', '59.90', '59.95');
  expect((await get(oco.legs[0].id)).status).toBe('filled');
  expect((await get(oco.id)).status).toBe('canceled');
  const oto = await place({ ...bracket, order_class: 'oto', take_profit: undefined });
  expect(oto.legs).toHaveLength(1);
});
