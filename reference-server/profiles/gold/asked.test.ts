import {
  Client as StatelessClient,
  StreamableHTTPClientTransport as StatelessTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../dev/testing/gateway-client.ts';
import { type Stack, startStack } from '../../../dev/testing/gateway-stack.ts';
import { ask, use } from '../../../dev/testing/partner-stack.ts';

let stack: Stack;
let token: string;
const every = 'user:information account:information order:information market:information order:execution';
const signIn = async (email?: string) =>
  (await connect(stack, { scope: every, choose: every.split(' '), ...(email ? { email } : {}) })).accessToken;
beforeEach(async () => {
  stack = await startStack('gold');
  token = await signIn();
});
afterEach(() => stack.close());

const order = { symbol: 'AAPL', side: 'buy', qty: '1' };
const ordersOf = async (): Promise<unknown[]> =>
  (await use(stack, token, 'list_orders', { status: 'all' })).result.orders;

type Content = { confirm?: boolean };
const init = () => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } });

/** A client of either era whose user answers so; resolves with the result, and with what was asked. */
const clients = {
  '2025-11-25': async (action: 'accept' | 'decline' | 'cancel', content?: Content) => {
    const asked: string[] = [];
    const client = new Client({ name: 'test', version: '1' }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
      asked.push(params.message);
      return { action, ...(content && { content }) };
    });
    await client.connect(new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), init()));
    const result = await client.callTool({ name: 'place_order', arguments: order });
    await client.close();
    return { result, asked };
  },
  '2026-07-28': async (action: 'accept' | 'decline' | 'cancel', content?: Content) => {
    const asked: string[] = [];
    const client = new StatelessClient(
      { name: 'test', version: '1' },
      { capabilities: { elicitation: {} }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      asked.push(params.message);
      return { action, ...(content && { content }) };
    });
    await client.connect(new StatelessTransport(new URL(stack.gateway.mcpUrl), init()));
    const result = await client.callTool({ name: 'place_order', arguments: order });
    await client.close();
    return { result, asked };
  },
};

describe.each(Object.entries(clients))('an order of a client of %s', (_era, place) => {
  it('is sent after its user has read it and said yes', async () => {
    const { result, asked } = await place('accept', { confirm: true });
    expect(asked).toEqual([expect.stringMatching(/^Buy 1 AAPL at the market.*Send it\?$/)]);
    expect(result.structuredContent).toMatchObject({ status: 'submitted', order: { symbol: 'AAPL' } });
    expect(await ordersOf()).toHaveLength(1);
  });

  it.each([
    ['accept', { confirm: false }],
    ['decline', undefined],
    ['cancel', undefined],
  ] as const)('is not sent after %s %j', async (action, content) => {
    const { result } = await place(action, content);
    expect(result.isError).toBe(true);
    expect(await ordersOf()).toEqual([]);
  });
});

const capabilities = { elicitation: {} };
const yes = { yes: { action: 'accept', content: { confirm: true } } };
const round = (params: object, bearer = token, args: object = order) =>
  ask(stack, bearer, 'tools/call', { capabilities, params: { name: 'place_order', arguments: args, ...params } });
const stateOf = async () => (await round({})).body.result.requestState as string;

describe('a request that asks first', () => {
  it('places nothing by an answer to what was not asked', async () => {
    const { body } = await round({ inputResponses: yes });
    expect(body.result.resultType).toBe('input_required');
    expect(await ordersOf()).toEqual([]);
  });

  it('asks again where the answer is missing or of another kind', async () => {
    for (const inputResponses of [{}, { yes: 12 }, { yes: { roots: [] } }]) {
      const { body } = await round({ requestState: await stateOf(), inputResponses });
      expect(Object.keys(body.result.inputRequests)).toEqual(['yes']);
    }
    expect(await ordersOf()).toEqual([]);
  });

  it('goes on once: a replay is refused and places nothing more', async () => {
    const requestState = await stateOf();
    const first = await round({ requestState, inputResponses: yes });
    expect(first.body.result.structuredContent.status).toBe('submitted');
    const again = await Promise.all([1, 2, 3].map(() => round({ requestState, inputResponses: yes })));
    expect(again.map(({ body }) => body.error.code)).toEqual([-32602, -32602, -32602]);
    expect(await ordersOf()).toHaveLength(1);
  });

  it('goes on once also where all come at once', async () => {
    const requestState = await stateOf();
    const answers = await Promise.all(Array.from({ length: 10 }, () => round({ requestState, inputResponses: yes })));
    expect(answers.filter(({ body }) => body.result)).toHaveLength(1);
    expect(await ordersOf()).toHaveLength(1);
  });

  it('goes on for nobody else, for no other order, not when it was changed, and not after two minutes', async () => {
    const stranger = await signIn('twin@example.com');
    const changed = (state: string) => `${state.slice(0, -2)}${state.endsWith('AA') ? 'BA' : 'AA'}`;
    const tries = [
      await round({ requestState: await stateOf(), inputResponses: yes }, stranger),
      await round({ requestState: await stateOf(), inputResponses: yes }, token, { ...order, qty: '1000' }),
      await round({ requestState: changed(await stateOf()), inputResponses: yes }),
      await round({ requestState: 'made up', inputResponses: yes }),
    ];
    const late = await stateOf();
    stack.clock.advance(120_000);
    tries.push(await round({ requestState: late, inputResponses: yes }));
    expect(tries.map(({ body }) => body.error.code)).toEqual(Array(5).fill(-32602));
    expect(await ordersOf()).toEqual([]);
  });

  it('says which capability is missing where a client cannot be asked', async () => {
    const { status, body } = await ask(stack, token, 'tools/call', {
      params: { name: 'place_order', arguments: order },
    });
    expect([status, body.error.code, body.error.data]).toEqual([
      400,
      -32021,
      { requiredCapabilities: { elicitation: {} } },
    ]);
  });
});

it('a session whose client cannot be asked is told what to do instead', async () => {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), init()));
  const result = await client.callTool({ name: 'place_order', arguments: order });
  expect((result.content as { text: string }[])[0]!.text).toContain('create_order');
  await client.close();
});

it('a question in a session that nobody answers is given up after two minutes', async () => {
  const client = new Client({ name: 'test', version: '1' }, { capabilities: { elicitation: {} } });
  const asked = new Promise<void>((resolve) => {
    client.setRequestHandler(ElicitRequestSchema, () => {
      resolve();
      return new Promise(() => {});
    });
  });
  await client.connect(new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), init()));
  const placed = client.callTool({ name: 'place_order', arguments: order });
  await asked;
  stack.clock.advance(120_000);
  const { content } = await placed;
  expect(JSON.parse((content as { text: string }[])[0]!.text).error.code).toBe('nobody_answered');
  expect(await ordersOf()).toEqual([]);
  await client.close();
});
