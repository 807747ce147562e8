import { afterEach, beforeEach } from 'vitest';
import { type Desk, openDesk } from './broker.ts';

/** A brokerage of its own for each test of a file, under one name. */
export function deskOfEachTest(): Omit<Desk, 'close'> {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());
  return {
    get broker() {
      return desk.broker;
    },
    get clock() {
      return desk.clock;
    },
    as: (email) => (method, path, body) => desk.as(email)(method, path, body),
    hook: (method, path, body) => desk.hook(method, path, body),
  };
}

type TestDesk = ReturnType<typeof deskOfEachTest>;

/** What tests of orders do most: one user places and looks, the hooks tell the market what to do. */
export function tradeAs(desk: TestDesk, email: string) {
  const trader = desk.as(email);
  return {
    trader,
    place: async (body: object) => (await trader('post', '/v2/orders', body)).body,
    get: async (id: string) => (await trader('get', `/v2/orders/${id}`)).body,
    tell: (id: string, body: object) => desk.hook('post', `/orders/${id}`, body),
    quote: (symbol: string, bid: string, ask: string) =>
      desk.hook('post', `/market/symbols/${symbol}`, { quote: { bid, ask } }),
  };
}
