import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { streaming, trading } from '@alpacahq/alpaca-trade-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderForAll, temporaryFolder, type } from '../../dev/testing/terminal.ts';
import { controlVerbs, faultKinds, seededKeys } from '../../mock-broker/index.ts';
import { packageRoot } from '../files/package-root.ts';

const env = { XDG_RUNTIME_DIR: folderForAll() };
const text = readFileSync(join(packageRoot, 'docs/mock-broker.md'), 'utf8');
const examples = [...text.matchAll(/^openbell broker \$URL (.+?) +# (\d)$/gm)].map(([, words, code]) => ({
  words: words!,
  code: Number(code),
}));

let url = '';
let stop = () => {};
let stopped: Promise<unknown>;
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    stopped = type(['serve', '--broker-only', '--hooks', '--clock', '2026-11-17T15:00:00Z'], {
      env,
      watch: (out, interrupt) => {
        url = /base URL +(\S+)/.exec(out)?.[1] ?? '';
        stop = interrupt;
        if (out.includes('Ctrl-C')) resolve();
      },
    });
  });
});
afterAll(async () => {
  stop();
  await stopped;
});

const tell = (words: string) => type(['broker', url, ...words.split(' ')], { env });

const ordersOf = (email: string) =>
  new trading.OrdersApi(new trading.Configuration({ ...seededKeys(email), basePath: url }));

/** An order that rests, for what the exchange does to orders. */
async function restingOrder(email: string): Promise<string> {
  const order = {
    symbol: 'MSFT',
    qty: '10',
    side: 'buy',
    type: 'limit',
    timeInForce: 'gtc',
    limitPrice: '400',
  } as const;
  return (await ordersOf(email).postOrder({ postOrderRequest: order })).id!;
}

const cancelByTheUser = (email: string, orderId: string) => ordersOf(email).deleteOrderByOrderID({ orderId });

const known: Record<string, string> = {};

describe('the examples of the documentation', () => {
  test.each(examples)('broker $words', async ({ words, code }) => {
    // Each of these ends an order or needs a fresh one.
    if (/^(fill|cancel|expire|finish-cancel) /.test(words)) known.$ORDER = await restingOrder('free@example.com');
    if (words.startsWith('finish-cancel')) await cancelByTheUser('free@example.com', known.$ORDER!);
    if (words.startsWith('close-account')) {
      known.$ACCOUNT = JSON.parse((await tell('account twin@example.com')).out).id;
    }
    const spoken = await tell(words.replace(/\$[A-Z]+/g, (name) => known[name]!).replace(/'/g, ''));
    expect(spoken).toMatchObject({ code, err: '' });
  });

  test('are of every control and of every fault', () => {
    const verbs = new Set(examples.map(({ words }) => words.split(' ')[0]));
    expect(controlVerbs.filter((verb) => !verbs.has(verb))).toEqual([]);
    const faults = examples.flatMap(({ words }) => /^fault (\w+)/.exec(words)?.[1] ?? []);
    expect(faultKinds.filter((kind) => !faults.includes(kind))).toEqual([]);
  });
});

test.each([
  ['hlat AAPL', 'there is no control “hlat”; did you mean “halt”?'],
  ['halt', 'halt is typed as: halt <symbol>'],
  ['halt NOPE', 'no asset has the symbol NOPE'],
  ['pause AAPL soon', 'pause_seconds'],
  ['quote AAPL 2 1', 'bid must be no more than ask'],
  ['restrict free@example.com trading_blokked', 'did you mean “trading_blocked”?'],
  ['connect free@example.com read-only', 'connect is typed as: connect <user> <name> <trading|read-only>'],
  ['fault slo', 'there is no fault “slo”; did you mean “slow”?'],
  ['fault slow:second=5', 'the fault slow has no field “second”; did you mean “seconds”?'],
  ['fault slow:seconds=soon', 'seconds must be a number, not “soon”'],
  ['fault server_error:status=200', 'the fault server_error:status=200: status'],
  ['block nobody@example.com', 'account not found for nobody@example.com'],
])('%s is refused with one sentence', async (words, sentence) => {
  const { code, out, err } = await tell(words);
  expect(err).toContain(sentence);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect([code, out]).toEqual([2, '']);
});

test('without a hooks token, with a foreign one, and without a brokerage', async () => {
  const stranger = { env: { XDG_RUNTIME_DIR: temporaryFolder() } };
  const none = await type(['broker', url, 'open'], stranger);
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('set OPENBELL_HOOKS_TOKEN')]);
  const foreign = await type(['broker', url, 'open'], { env: { OPENBELL_HOOKS_TOKEN: 'foreign' } });
  expect([foreign.code, foreign.err]).toEqual([2, expect.stringContaining('does not take this hooks token')]);
  const nobody = await type(['broker', 'http://127.0.0.1:9', 'open'], { env: { OPENBELL_HOOKS_TOKEN: 'x' } });
  expect([nobody.code, nobody.err]).toEqual([3, expect.stringContaining('cannot be reached')]);
  expect(await type(['broker', 'halt'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('“halt” is not a URL'),
  });
});

test('without arguments it lists what there is', async () => {
  const { code, out } = await type(['broker']);
  expect(code).toBe(0);
  for (const word of [...controlVerbs, ...faultKinds]) expect(out).toContain(word);
});

describe('serve', () => {
  const sane = ['serve', '--broker-only'];
  test.each([
    [['--control', 'hlat AAPL'], '--control: there is no control “hlat”; did you mean “halt”?'],
    [['--control', 'fill 4711'], '“fill” is for an order, and there is none yet'],
    [['--control', 'halt NOPE'], '--control “halt NOPE”: no asset has the symbol NOPE'],
    [['--control', 'advance 60'], 'start the brokerage with --clock'],
    [['--fault', 'slo'], '--fault: there is no fault “slo”; did you mean “slow”?'],
    [['--rule-set', 'legacy_ptd'], 'Did you mean “legacy_pdt”?'],
  ])('%j is refused with one sentence', async (args, sentence) => {
    const { code, out, err } = await type([...sane, ...args]);
    expect(err).toContain(sentence);
    expect([code, out]).toEqual([2, '']);
  });

  test('starts with faults, controls and a rule set, as its output says', async () => {
    const answers: Response[] = [];
    const args = ['--fault', 'server_error:status=503', '--control', 'halt AAPL', '--rule-set', 'legacy_pdt'];
    const { out } = await type([...sane, ...args, '--control', 'connect trader@example.com robot read-only'], {
      env,
      watch: (said, interrupt) => {
        const [, origin] = /base URL +(\S+)/.exec(said) ?? [];
        const keys = /robot read-only: APCA-API-KEY-ID (\w+), APCA-API-SECRET-KEY (\w+)/.exec(said);
        if (!origin || !keys || !said.includes('Ctrl-C')) return;
        const headers = { 'APCA-API-KEY-ID': keys[1]!, 'APCA-API-SECRET-KEY': keys[2]! };
        const ask = async () => answers.push(await fetch(`${origin}/v2/account`, { headers }));
        void ask().then(ask).finally(interrupt);
      },
    });
    expect(out).toMatch(/fault +server_error:status=503\ncontrol +halt AAPL/);
    expect(answers.map(({ status }) => status)).toEqual([503, 200]);
    expect(await answers[1]!.json()).toMatchObject({ multiplier: '4' });
  });

  test('prints what the vendor’s own client needs: it trades and streams with nothing else', async () => {
    const events: string[] = [];
    let price: string | null | undefined;
    async function act(said: string): Promise<void> {
      const row = (name: string) => new RegExp(`^${name} +(\\S+)`, 'm').exec(said)![1]!;
      const credentials = { keyId: row('APCA-API-KEY-ID'), secret: row('APCA-API-SECRET-KEY') };
      const stream = new streaming.TradingStream({ credentials, url: row('stream') });
      const filled = new Promise<void>((resolve) => {
        stream.onTradeUpdate(({ event }) => {
          events.push(event);
          if (event === 'fill') resolve();
        });
      });
      const listening = new Promise<void>((resolve) => stream.on('subscription', () => resolve()));
      stream.onConnect(() => stream.subscribeTradeUpdates());
      stream.connect();
      await listening;
      const config = new trading.Configuration({ ...credentials, basePath: row('base URL') });
      const order = { symbol: 'KO', qty: '1', side: 'buy', type: 'market', timeInForce: 'day' } as const;
      await new trading.OrdersApi(config).postOrder({ postOrderRequest: order });
      await filled;
      stream.disconnect();
      price = (await new trading.PositionsApi(config).getAllOpenPositions()).find(
        (one) => one.symbol === 'KO',
      )?.avgEntryPrice;
    }
    const args = ['--clock', '2026-11-17T15:00:00Z', '--control', 'quote KO 70.00 70.10'];
    let acted: Promise<void> | undefined;
    await type([...sane, ...args], {
      env,
      watch: (said, interrupt) => {
        if (acted || !said.includes('Ctrl-C')) return;
        acted = act(said);
        void acted.finally(interrupt);
      },
    });
    await acted;
    expect(events).toEqual(['pending_new', 'new', 'fill']);
    expect(price).toBe('70.1');
  });
});
