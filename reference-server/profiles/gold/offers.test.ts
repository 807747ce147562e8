import {
  Client as StatelessClient,
  StreamableHTTPClientTransport as StatelessTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../dev/testing/gateway-client.ts';
import { type Stack, startStack } from '../../../dev/testing/gateway-stack.ts';
import { initialize } from '../../../dev/testing/mcp-requests.ts';
import { ask, use } from '../../../dev/testing/partner-stack.ts';

let stack: Stack;
let token: string;
let opened: { close(): Promise<void> }[];
const every =
  'user:information account:information position:information order:information market:information order:execution';
const signIn = async (scope = every, email = 'twin@example.com') =>
  (await connect(stack, { scope, choose: scope.split(' '), email })).accessToken;

beforeEach(async () => {
  opened = [];
  stack = await startStack('gold', { settings: { listPageSize: 3 } });
  token = await signIn();
});
afterEach(async () => {
  for (const client of opened) await client.close();
  await stack.close();
});

const init = () => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } });
const inASession = async () => {
  const client = new Client({ name: 'test', version: '1' });
  opened.push(client);
  await client.connect(new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), init()));
  return client;
};
const withoutOne = async () => {
  const client = new StatelessClient(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  opened.push(client);
  await client.connect(new StatelessTransport(new URL(stack.gateway.mcpUrl), init()));
  return client as unknown as Client;
};

const accountsOf = async () =>
  (await use(stack, token, 'list_accounts')).result.accounts.map(({ id }: { id: string }) => id);

describe.each([
  ['2025-11-25', inASession, -32002],
  ['2026-07-28', withoutOne, -32602],
] as const)('in %s', (_era, open, unknownResource) => {
  it('resources of the user’s own accounts are listed, page by page, and read', async () => {
    const client = await open();
    const [first, second] = await accountsOf();
    const uris: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await client.request({ method: 'resources/list', params: { ...(cursor && { cursor }) } }, anything);
      uris.push(...page.resources.map(({ uri }: { uri: string }) => uri));
      cursor = page.nextCursor;
      if (!cursor) break;
    }
    expect(uris).toEqual([
      'brokerage://guides/orders',
      ...['positions', 'orders'].flatMap((kind) => [first, second].map((id) => `brokerage://accounts/${id}/${kind}`)),
    ]);
    const { contents } = await client.readResource({ uri: uris[1]! });
    expect(contents).toEqual([{ uri: uris[1], mimeType: 'application/json', text: '[]' }]);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain(
      'brokerage://accounts/{account_id}/orders',
    );
  });

  it('a resource that is none, or another user’s, is not found', async () => {
    const client = await open();
    for (const id of ['no-such-account', '../x']) {
      await expect(client.readResource({ uri: `brokerage://accounts/${id}/orders` })).rejects.toMatchObject({
        code: unknownResource,
      });
    }
  });

  it('a prompt holds what it is about, and is refused without its argument', async () => {
    const client = await open();
    const [account_id] = await accountsOf();
    const { messages } = await client.getPrompt({ name: 'review_positions', arguments: { account_id } });
    expect(messages[0]!.content).toMatchObject({
      type: 'resource',
      resource: { uri: `brokerage://accounts/${account_id}/positions` },
    });
    await expect(client.getPrompt({ name: 'review_positions' })).rejects.toMatchObject({ code: -32602 });
    await expect(client.getPrompt({ name: 'no_such_prompt' })).rejects.toMatchObject({ code: -32602 });
  });

  it('arguments are completed with the user’s own, and what does not exist is refused', async () => {
    const client = await open();
    const ids = await accountsOf();
    const ref = { type: 'ref/prompt', name: 'review_positions' } as const;
    const argument = { name: 'account_id', value: ids[1]!.slice(0, 12) };
    const { completion } = await client.complete({ ref, argument });
    expect(completion).toEqual({ values: [ids[1]], total: 1, hasMore: false });
    const uri = 'brokerage://accounts/{account_id}/positions';
    const all = await client.complete({
      ref: { type: 'ref/resource', uri },
      argument: { name: 'account_id', value: '' },
    });
    expect(all.completion.values).toEqual(ids);
    await expect(client.complete({ ref: { ...ref, name: 'none' }, argument })).rejects.toMatchObject({ code: -32602 });
  });

  it('progress is told to whoever asks for it, and grows', async () => {
    const client = await open();
    const told: number[] = [];
    const onprogress = ({ progress }: { progress: number }) => void told.push(progress);
    const summary = { name: 'summarize_portfolio', arguments: {} };
    const { structuredContent } = await (client instanceof Client
      ? client.callTool(summary, undefined, { onprogress })
      : (client as StatelessClient).callTool(summary, { onprogress }));
    expect(told).toEqual([1, 2]);
    expect(structuredContent).toMatchObject({ market_value: '0.00' });
  });

  it('a cursor of another list, or of nobody, is refused', async () => {
    const client = await open();
    const { nextCursor } = await client.request({ method: 'tools/list' }, anything);
    for (const cursor of [nextCursor, 'made-up']) {
      const listed = client.request({ method: 'resources/list', params: { cursor } }, anything);
      await expect(listed).rejects.toMatchObject({ code: -32602 });
    }
  });
});

async function buyOne(): Promise<void> {
  const account_id = (await accountsOf())[0];
  const order = { account_id, symbol: 'AAPL', side: 'buy', qty: '1' };
  const { confirmation_id } = (await use(stack, token, 'create_order', order)).result;
  await use(stack, token, 'confirm_trade', { confirmation_id });
}

it('a session hears of what it follows, until it follows no more', async () => {
  const client = await inASession();
  const heard: string[] = [];
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(params.uri));
  const [uri, another] = (await accountsOf()).map((id: string) => `brokerage://accounts/${id}/orders`);
  await client.subscribeResource({ uri: uri! });
  await buyOne();
  await expect.poll(() => new Set(heard)).toEqual(new Set([uri]));
  await client.unsubscribeResource({ uri: uri! });
  await client.subscribeResource({ uri: another! });
  heard.length = 0;
  await buyOne();
  await expect.poll(() => new Set(heard)).toEqual(new Set([another]));
  await expect(client.subscribeResource({ uri: 'brokerage://accounts/none/orders' })).rejects.toMatchObject({
    code: -32002,
  });
});

it('a stream hears of what it follows, and of nothing else', async () => {
  const [uri] = (await accountsOf()).map((id: string) => `brokerage://accounts/${id}/orders`);
  const leaving = new AbortController();
  const { url, ...request } = listening({ resourceSubscriptions: [uri] });
  const { body } = await fetch(url, { ...request, signal: leaving.signal });
  const heard: string[] = [];
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    heard.push(...(chunk.match(/"method":"[^"]+"|"uri":"[^"]+"/g) ?? []));
    if (heard.includes('"method":"notifications/resources/updated"')) break;
    await buyOne();
  }
  leaving.abort();
  expect(heard[0]).toBe('"method":"notifications/subscriptions/acknowledged"');
  expect(new Set(heard.filter((one) => one.startsWith('"uri"')))).toEqual(new Set([`"uri":"${uri}"`]));
});

/** `subscriptions/listen` as it goes over the wire. */
function listening(notifications: object) {
  const method = 'subscriptions/listen';
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    url: stack.gateway.mcpUrl,
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { notifications, _meta } }),
  };
}

it('a session sets how much is logged', async () => {
  const client = await inASession();
  const heard: string[] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void heard.push(params.level));
  const summary = { name: 'summarize_portfolio', arguments: {} };
  await client.callTool(summary);
  expect(heard).toEqual([]);
  await client.setLoggingLevel('debug');
  await client.callTool(summary);
  expect(heard).toEqual(['debug', 'debug']);
});

it('without a session each request says how much is logged, and one that says nothing hears nothing', async () => {
  const summary = (level?: string) =>
    ask(stack, token, 'tools/call', {
      params: { name: 'summarize_portfolio', arguments: {} },
      ...(level === undefined ? {} : { meta: { 'io.modelcontextprotocol/logLevel': level } }),
    });
  expect((await summary()).headers['content-type']).toBe('application/json');
  const { text } = await summary('debug');
  expect(text.match(/notifications\/message/g)).toHaveLength(2);
  expect((await summary('error')).headers['content-type']).toBe('application/json');
  expect((await summary('loud')).body.error.code).toBe(-32602);
});

it('a call that its session cancels is not answered, and the session goes on', async () => {
  const client = await inASession();
  const leaving = new AbortController();
  const call = client.callTool({ name: 'summarize_portfolio', arguments: {} }, undefined, { signal: leaving.signal });
  leaving.abort();
  await expect(call).rejects.toThrow();
  expect((await client.callTool({ name: 'get_profile', arguments: {} })).isError).toBeUndefined();
});

it('what a token does not open is not listed, and one challenge names all that it takes', async () => {
  const narrow = await signIn('user:information market:information');
  const { body } = await ask(stack, narrow, 'resources/list');
  expect(body.result.resources.map(({ uri }: { uri: string }) => uri)).toEqual(['brokerage://guides/orders']);
  const [id] = await accountsOf();
  const refused = await ask(stack, narrow, 'resources/read', { params: { uri: `brokerage://accounts/${id}/orders` } });
  expect(refused.status).toBe(403);
  expect(refused.headers['www-authenticate']).toContain(
    'scope="user:information market:information order:information"',
  );
  const params = { name: 'review_positions', arguments: { account_id: id } };
  expect((await ask(stack, narrow, 'prompts/get', { params })).status).toBe(403);
});

it.each([
  ['logging/setLevel', { level: 'loud' }],
  ['resources/read', {}],
  ['resources/subscribe', { uri: 1 }],
  ['prompts/get', { name: 'review_positions', arguments: { account_id: 1 } }],
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'review_positions' } }],
  ['tools/call', { name: 1 }],
])('%s %j is called wrong in a session', async (method, params) => {
  const send = await initialize({ url: stack.gateway.mcpUrl }, token);
  const { body } = await send(method, params);
  expect([body.error.code, body.error.message]).toEqual([-32602, expect.stringContaining(`${method} takes`)]);
});

it.each([
  ['resources/read', {}],
  ['prompts/get', { name: 'review_positions', arguments: { account_id: 1 } }],
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'review_positions' } }],
])('%s %j is called wrong without a session', async (method, params) => {
  const { body } = await ask(stack, token, method, { params });
  expect(body.error.code).toBe(-32602);
});

it('an argument that stands in a header too has to agree with it, plainly or in Base64', async () => {
  const bars = (header: string | undefined, args: object = { symbol: 'AAPL', limit: 1 }) => {
    const request = ask(stack, token, 'tools/call', { params: { name: 'get_bars', arguments: args } });
    return header === undefined ? request : request.set('Mcp-Param-Symbol', header);
  };
  for (const header of ['AAPL', `=?base64?${Buffer.from('AAPL').toString('base64')}?=`]) {
    expect((await bars(header)).body.result.structuredContent.symbol).toBe('AAPL');
  }
  for (const header of [undefined, 'MSFT', 'aapl', '=?base64?QUFQTA?=', '=?base64?!!!?=']) {
    const { status, body } = await bars(header);
    expect([header, status, body.error.code]).toEqual([header, 400, -32020]);
  }
  expect((await bars('AAPL', { limit: 1 })).status).toBe(400);
  expect((await bars(undefined, { limit: 1 })).body.result.isError).toBe(true);
});

// biome-ignore lint/suspicious/noExplicitAny: results as they come
const anything = { parse: (value: unknown) => value, safeParse: (data: unknown) => ({ success: true, data }) } as any;
