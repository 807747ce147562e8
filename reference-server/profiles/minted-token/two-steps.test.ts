import fc from 'fast-check';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../../dev/testing/gateway-stack.ts';
import {
  ask,
  hook,
  mint,
  mintWith,
  oneShare,
  ordersSent,
  startMinting,
  use,
} from '../../../dev/testing/minting-stack.ts';
import { createMemoryState } from '../../state/memory.ts';
import { mintedTokenTools } from './tools.ts';

let stack: Stack;
const manyCalls = { callsPerMinute: 1_000_000, tradeCallsPerMinute: 1_000_000 };
beforeEach(async () => {
  stack = await startMinting({ settings: manyCalls });
});
afterEach(() => stack.close());

async function prepare(token: string, order: object = oneShare): Promise<string> {
  const { result } = await use(stack, token, 'create_order', order);
  return result.confirmation_id;
}
const confirm = (token: string, confirmation_id: string) => use(stack, token, 'confirm_trade', { confirmation_id });
/** A fault of the brokerage, at the next order that it is sent. */
const fault = (body: object) => hook(stack, 'post', '/faults', { method: 'POST', path: '/orders', times: 1, ...body });

describe('once', () => {
  it('however often it is confirmed, with the answer of the first time', async () => {
    const token = await mint(stack);
    const id = await prepare(token);
    const answers = [await confirm(token, id), await confirm(token, id), await confirm(token, id)];
    expect(new Set(answers.map(({ result }) => JSON.stringify(result))).size).toBe(1);
    stack.clock.advance(3_600_000 - 1_000);
    expect((await confirm(token, id)).result).toEqual(answers[0]!.result);
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('also by a thousand at once', async () => {
    const token = await mint(stack);
    const id = await prepare(token);
    const answers = await Promise.all(Array.from({ length: 1000 }, () => confirm(token, id)));
    expect(new Set(answers.map(({ result }) => result?.order.id)).size).toBe(1);
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('also where the answer was lost: it is unknown until it is found under its own name', async () => {
    const token = await mint(stack);
    const id = await prepare(token);
    await fault({ kind: 'accept_then_drop' });
    await hook(stack, 'post', '/faults', { kind: 'server_error', status: 503, path: 'by_client_order_id', times: 1 });
    const lost = await confirm(token, id);
    expect(lost.error.code).toBe('outcome_unknown');
    const { result } = await confirm(token, id);
    expect(result.order.client_order_id).toBe(lost.error.client_order_id);
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('also where it never got there: it is unknown for a minute, then given up, and never sent again', async () => {
    const token = await mint(stack);
    const id = await prepare(token);
    await fault({ kind: 'drop_before_accept' });
    expect((await confirm(token, id)).error.code).toBe('outcome_unknown');
    stack.clock.advance(59_999);
    expect((await confirm(token, id)).error.code).toBe('outcome_unknown');
    stack.clock.advance(1);
    expect((await confirm(token, id)).error.code).toBe('order_not_placed');
    expect((await confirm(token, id)).error.code).toBe('order_not_placed');
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('also over a new start of the gateway', async () => {
    const state = createMemoryState();
    await stack.close();
    stack = await startMinting({ state, settings: manyCalls });
    const token = await mint(stack);
    const [confirmed, pending] = [await prepare(token), await prepare(token, { ...oneShare, qty: '2' })];
    const first = await confirm(token, confirmed);
    const { broker, clock } = stack;
    const port = Number(new URL(stack.gateway.origin).port);
    const apiPort = Number(new URL(stack.gateway.apiOrigin!).port);
    await stack.gateway.close();
    const again = await startMinting({ state, settings: manyCalls, port, apiPort, clock, brokerOrigin: broker.origin });
    await again.broker.close();
    stack = {
      ...again,
      broker,
      clock,
      close: async () => void (await Promise.all([again.gateway.close(), broker.close()])),
    };
    // The token still holds: the key that signed it outlived the gateway.
    expect((await confirm(token, confirmed)).result).toEqual(first.result);
    expect((await confirm(token, pending)).result.order.qty).toBe('2');
    expect(await ordersSent(stack)).toHaveLength(2);
  });

  it('also where the clock is moved on while the brokerage is asked for the price', async () => {
    const token = await mint(stack);
    const id = await prepare(token);
    await fault({ kind: 'slow', seconds: 11, method: 'GET', path: 'quotes' });
    const confirmed = confirm(token, id).then((answer) => answer);
    await expect.poll(async () => (await hook(stack, 'get', '/faults')).faults).toEqual([]);
    stack.clock.advance(15_000);
    expect((await confirmed).result.status).toBe('submitted');
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('and the same order may be wanted twice', async () => {
    const token = await mint(stack);
    const [a, b] = [await prepare(token), await prepare(token)];
    const orders = [(await confirm(token, a)).result.order.id, (await confirm(token, b)).result.order.id];
    expect(new Set(orders).size).toBe(2);
  });
});

describe('for two minutes', () => {
  it('to the millisecond', async () => {
    const token = await mint(stack);
    const [inTime, late] = [await prepare(token), await prepare(token)];
    stack.clock.advance(119_999);
    expect((await confirm(token, inTime)).result.status).toBe('submitted');
    stack.clock.advance(1);
    expect((await confirm(token, late)).error.code).toBe('confirmation_not_found');
    expect(await ordersSent(stack)).toHaveLength(1);
  });
});

describe('for whom it was prepared', () => {
  it('and for nobody else: unknown, somebody else’s, another platform’s and expired read the same', async () => {
    const token = await mint(stack);
    const id = await prepare(token);
    const others = [
      await confirm(await mint(stack, 'tim'), id),
      await confirm(await mint(stack, 'tess', { clientId: 'orchard' }), id),
      await confirm(token, 'made-up'),
    ];
    stack.clock.advance(120_000);
    others.push(await confirm(token, id));
    expect(new Set(others.map(({ error }) => JSON.stringify(error))).size).toBe(1);
    expect(others[0]!.error.code).toBe('confirmation_not_found');
    expect(await ordersSent(stack)).toEqual([]);
  });

  it('whatever token they come with, as long as it may trade', async () => {
    const id = await prepare(await mint(stack));
    const reader = await confirm(await mint(stack, 'tess', { scopes: ['read'] }), id);
    expect(reader.status).toBe(403);
    expect((await confirm(await mint(stack), id)).result.status).toBe('submitted');
  });

  it('and over a connection that still trades', async () => {
    const { user_id, user_secret, connections } = await hook(stack, 'post', '/platforms/meadow/users', {
      connections: [{ user: 'trader@example.com', type: 'trade' }],
    });
    const headers = {
      'client-id': 'meadow',
      'client-secret': 'meadow-secret',
      'user-id': user_id,
      'user-secret': user_secret,
    };
    const token = (await mintWith(stack, headers)).body.access_token;
    const id = await prepare(token);
    const path = `/platforms/meadow/users/${user_id}/connections/${connections[0].id}`;
    await hook(stack, 'patch', path, { type: 'read' });
    expect((await confirm(token, id)).error.code).toBe('trading_not_enabled');
    await hook(stack, 'patch', path, { type: 'trade', status: 'disabled' });
    expect((await confirm(token, id)).error.code).toBe('connection_not_found');
    await hook(stack, 'patch', path, { status: 'active' });
    expect((await confirm(token, id)).result.status).toBe('submitted');
  });
});

describe('as it was shown', () => {
  it('field by field: what is sent is what was stored and summed up', async () => {
    const token = await mint(stack);
    const wish = { symbol: 'MSFT', side: 'sell', type: 'limit', qty: '3', limit_price: '999.50', time_in_force: 'gtc' };
    const { result } = await use(stack, token, 'create_order', wish);
    expect(result.order).toMatchObject(wish);
    expect(result.summary).toMatch(
      /^Sell 3 MSFT at 999\.50 or better, until cancelled, in account PA3.*: about 2998\.50 USD\.$/,
    );
    const { result: sent } = await confirm(token, result.confirmation_id);
    expect(sent.order).toMatchObject({ ...wish, limit_price: '999.5' });
  });

  it('or not at all, where the price has moved or the market has closed', async () => {
    const token = await mint(stack);
    await hook(stack, 'post', '/market/symbols/AAPL', { quote: { bid: '100.00', ask: '100.00' } });
    const id = await prepare(token);
    await hook(stack, 'post', '/market/symbols/AAPL', { quote: { bid: '103.00', ask: '103.00' } });
    expect((await confirm(token, id)).error.code).toBe('price_moved');
    await hook(stack, 'post', '/market/symbols/AAPL', { quote: { bid: '102.00', ask: '102.00' } });
    await hook(stack, 'post', '/market', { open: false });
    expect((await confirm(token, id)).error.code).toBe('market_closed');
    expect(await ordersSent(stack)).toEqual([]);
  });

  it('or not filled, where the symbol is halted meanwhile: it waits at the broker, and is not sent again', async () => {
    const token = await mint(stack);
    const id = await prepare(token);
    await hook(stack, 'post', '/market/symbols/AAPL', { halted: true });
    const { result } = await confirm(token, id);
    expect(result.order.filled_qty).toBe('0');
    expect((await confirm(token, id)).result.order.id).toBe(result.order.id);
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('or refused by the broker, where another order has used up what would have paid for it', async () => {
    const token = await mint(stack);
    const dear = { ...oneShare, qty: '500' };
    const [first, second] = [await prepare(token, dear), await prepare(token, dear)];
    expect((await confirm(token, first)).result.status).toBe('submitted');
    const refused = await confirm(token, second);
    expect(refused.error.message).toContain('insufficient buying power');
    expect((await confirm(token, second)).error).toEqual(refused.error);
    expect(await ordersSent(stack)).toHaveLength(2);
  });

  it('or refused by the broker, in its own words, once and for all', async () => {
    const token = await mint(stack);
    const id = await prepare(token, { ...oneShare, qty: '3000' });
    const refused = await confirm(token, id);
    expect(refused.error).toMatchObject({ status: 403, code: 40310000 });
    expect(refused.error.message).toContain('insufficient buying power');
    expect((await confirm(token, id)).error).toEqual(refused.error);
    expect(await ordersSent(stack)).toHaveLength(1);
    expect((await use(stack, token, 'create_order', { ...oneShare, symbol: 'ZZZZ' })).error).toMatchObject({
      status: 404,
    });
  });
});

describe('there is no way round', () => {
  it('by any argument of any tool', async () => {
    const token = await mint(stack);
    const words = [
      'confirm',
      'confirmed',
      'auto_execute',
      'auto_confirm',
      'suppressConfirmations',
      'force',
      'note',
      'confirmation_id',
    ];
    const extra = fc.dictionary(
      fc.constantFrom(...words),
      fc.oneof(fc.constant(true), fc.constant('yes, confirm and execute now'), fc.string({ maxLength: 12 })),
    );
    const base = fc.record({
      symbol: fc.constantFrom('AAPL', 'AUTOCONFIRM', 'aapl; confirm_trade', 'MSFT'),
      side: fc.constantFrom('buy', 'sell'),
      type: fc.constantFrom('market', 'limit', 'auto'),
      qty: fc.constantFrom('1', '0', '-1', '1e3', ' 1'),
    });
    const name = fc.constantFrom(...mintedTokenTools.map((tool) => tool.name));
    await fc.assert(
      fc.asyncProperty(name, base, extra, async (tool, args, more) => {
        const id = more.confirmation_id;
        // A made-up confirmation is one of the things that must not help; a real one would be the way itself.
        await use(stack, token, tool, { ...args, ...more, ...(id !== undefined && { confirmation_id: 'made-up' }) });
        await use(stack, token, tool, more);
      }),
      { numRuns: 60 },
    );
    expect(await ordersSent(stack)).toEqual([]);
  });

  it('by two messages in one body', async () => {
    const token = await mint(stack);
    const call = (name: string, args: object) => ({
      jsonrpc: '2.0',
      id: name,
      method: 'tools/call',
      params: { name, arguments: args },
    });
    const { status } = await supertest(stack.gateway.origin)
      .post('/mcp')
      .set('Authorization', `Bearer ${token}`)
      .set('Accept', 'application/json, text/event-stream')
      .send([call('create_order', oneShare), call('confirm_trade', { confirmation_id: 'the one above' })]);
    expect(status).toBe(400);
    expect(await ordersSent(stack)).toEqual([]);
  });
});

/** Whatever happens in whatever order: an order is there where a confirmation in time was, and never twice. */
describe('whatever is done with confirmations', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('prepare' as const), who: fc.constantFrom('tess', 'tim') }),
    fc.record({
      do: fc.constant('confirm' as const),
      who: fc.constantFrom('tess', 'tim'),
      which: fc.nat(5),
      times: fc.integer({ min: 1, max: 4 }),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 30_000, 119_999, 120_000) }),
    fc.record({
      do: fc.constant('lose' as const),
      kind: fc.constantFrom('accept_then_drop', 'server_error', 'drop_before_accept'),
    }),
  );

  it('each is sent at most once, for its own user, in time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        await hook(stack, 'post', '/reset', {});
        const tokens = { tess: await mint(stack), tim: await mint(stack, 'tim') };
        const [account] = (await use(stack, tokens.tim, 'list_accounts')).result.accounts;
        const kept: { id: string; who: 'tess' | 'tim'; until: number; sent: boolean }[] = [];
        let mayBeSent = 0;
        for (const one of steps) {
          if (one.do === 'wait') stack.clock.advance(one.ms);
          else if (one.do === 'lose') await fault({ kind: one.kind });
          else if (one.do === 'prepare') {
            const who = one.who as 'tess' | 'tim';
            const order = { symbol: 'AAPL', side: 'buy', type: 'limit', limit_price: '1.00', qty: '1' };
            const id = await prepare(tokens[who], who === 'tim' ? { ...order, account_id: account.account_id } : order);
            kept.push({ id, who, until: stack.clock.now() + 120_000, sent: false });
          } else {
            const one_ = kept[one.which % Math.max(1, kept.length)];
            if (!one_) continue;
            const who = one.who as 'tess' | 'tim';
            const answers = await Promise.all(Array.from({ length: one.times }, () => confirm(tokens[who], one_.id)));
            const rightful = who === one_.who && (one_.sent || stack.clock.now() < one_.until);
            const lost = answers.map(({ error }) => error?.code === 'confirmation_not_found');
            expect(lost).toEqual(lost.map(() => !rightful));
            if (rightful && !one_.sent) {
              one_.sent = true;
              mayBeSent += 1;
            }
          }
        }
        expect(await ordersSent(stack)).toHaveLength(mayBeSent);
      }),
      { numRuns: 40 },
    );
  });
});

it('has both eras', async () => {
  const token = await mint(stack);
  const { body } = await ask(stack, token, 'server/discover');
  expect(body.result.supportedVersions).toContain('2026-07-28');
});
