import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CallToolResultSchema,
  CreateTaskResultSchema,
  ElicitRequestSchema,
  type Task,
} from '@modelcontextprotocol/sdk/types.js';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, connect, refresh } from '../../../dev/testing/gateway-client.ts';
import { hooksToken, type Stack, startStack } from '../../../dev/testing/gateway-stack.ts';
import { initialize } from '../../../dev/testing/mcp-requests.ts';
import { createMemoryState } from '../../state/memory.ts';

let stack: Stack;
let connection: Connection;
let ask: Awaited<ReturnType<typeof initialize>>;
const every = 'user:information account:information position:information order:information order:execution';
const signIn = (email = 'twin@example.com') => connect(stack, { scope: every, choose: every.split(' '), email });
const inASession = (token = connection.accessToken) => initialize({ url: stack.gateway.mcpUrl }, token);

beforeEach(async () => {
  stack = await startStack('gold');
  connection = await signIn();
  ask = await inASession();
});
afterEach(() => stack.close());

/** The brokerage answers the next look at positions when the clock has moved. */
const hold = async (times = 1, kind = 'slow') =>
  supertest(stack.gateway.origin)
    .post('/test-hooks/faults')
    .auth(hooksToken, { type: 'bearer' })
    .send({ kind, method: 'GET', path: '/positions', seconds: 5, times });

const summary = { name: 'summarize_portfolio', arguments: {} };
const begin = async (over: object = {}, send = ask) =>
  (await send('tools/call', { ...summary, task: {}, ...over })).body;
const begun = async (over: object = {}): Promise<Task> => (await begin(over)).result.task;
const get = async (taskId: string, send = ask) => (await send('tasks/get', { taskId })).body;

describe('a call of a tool as a task', () => {
  it('is answered with the task at once, and with what the tool says when that is there', async () => {
    await hold();
    const task = await begun();
    expect(task).toMatchObject({ status: 'working', ttl: 600_000, createdAt: '2026-11-17T15:00:00.000Z' });
    const result = ask('tasks/result', { taskId: task.taskId }).then(({ body }) => body);
    expect((await get(task.taskId)).result.status).toBe('working');
    stack.clock.advance(5_000);
    const plain = (await ask('tools/call', summary)).body.result;
    expect((await result).result).toEqual({
      ...plain,
      _meta: { 'io.modelcontextprotocol/related-task': { taskId: task.taskId } },
    });
    expect((await get(task.taskId)).result).toMatchObject({
      status: 'completed',
      lastUpdatedAt: '2026-11-17T15:00:05.000Z',
    });
  });

  it('has failed where the tool failed, and says why', async () => {
    await hold(2, 'server_error');
    const { taskId } = await begun();
    expect((await ask('tasks/result', { taskId })).body.result.isError).toBe(true);
    const { status, statusMessage } = (await get(taskId)).result;
    expect([status, statusMessage]).toEqual(['failed', expect.stringContaining('internal server error')]);
  });

  it('is -32601 where the tool takes none, and -32602 where there is no such tool', async () => {
    const { error } = await begin({ name: 'get_profile' });
    expect(error.code).toBe(-32601);
    expect((await begin({ name: 'nothing' })).error.code).toBe(-32602);
    for (const task of ['now', { ttl: -1 }]) expect((await begin({ task })).error.code).toBe(-32602);
  });

  it('is cancelled: it stays so, its work stops, and nothing is asked of the brokerage any more', async () => {
    await hold();
    const { taskId } = await begun();
    const waits = ask('tasks/result', { taskId }).then(({ body }) => body);
    await get(taskId);
    expect((await ask('tasks/cancel', { taskId })).body.result.status).toBe('cancelled');
    expect((await waits).result.isError).toBe(true);
    stack.clock.advance(5_000);
    expect((await get(taskId)).result.status).toBe('cancelled');
    expect((await ask('tasks/cancel', { taskId })).body.error.code).toBe(-32602);
  });

  it('is told to the stream of the session as it changes', async () => {
    const headers = {
      authorization: `Bearer ${connection.accessToken}`,
      accept: 'text/event-stream',
      'mcp-session-id': ask.id,
    };
    const leaving = new AbortController();
    const { body } = await fetch(stack.gateway.mcpUrl, { headers, signal: leaving.signal });
    const { taskId } = await begun();
    let heard = '';
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      heard += chunk;
      if (heard.includes('completed')) break;
    }
    leaving.abort();
    expect(heard).toMatch(new RegExp(`notifications/tasks/status.*${taskId}.*completed`));
  });
});

describe('a task is seen', () => {
  it('in every session of the connection that made it, and in the list', async () => {
    const { taskId } = await begun();
    const other = await inASession();
    expect((await get(taskId, other)).result.taskId).toBe(taskId);
    expect((await other('tasks/list')).body.result.tasks).toHaveLength(1);
  });

  it('after the session that it was made in has ended, which does not stop it', async () => {
    await hold();
    const { body } = await ask('tools/call', { ...summary, task: {}, _meta: { progressToken: 1 } });
    const { taskId } = body.result.task;
    const headers = { authorization: `Bearer ${connection.accessToken}`, 'mcp-session-id': ask.id };
    expect((await fetch(stack.gateway.mcpUrl, { method: 'DELETE', headers })).status).toBe(204);
    ask = await inASession();
    const result = ask('tasks/result', { taskId }).then((answer) => answer.body.result);
    await get(taskId);
    stack.clock.advance(5_000);
    expect((await result).structuredContent).toBeDefined();
  });

  it('by no other user, and by no other connection of the same one', async () => {
    const { taskId } = await begun();
    for (const email of ['trader@example.com', 'twin@example.com']) {
      const other = await inASession((await signIn(email)).accessToken);
      for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel']) {
        expect((await other(method, { taskId })).body.error.code).toBe(-32602);
      }
      expect((await other('tasks/list')).body.result.tasks).toEqual([]);
    }
  });

  it('by no token that lacks the scope of its tool', async () => {
    const { taskId } = await begun();
    const { body } = await refresh(stack, connection.clientId, connection.refreshToken, { scope: 'user:information' });
    const narrow = await inASession(body.access_token);
    expect((await get(taskId, narrow)).error.code).toBe(-32602);
    expect((await narrow('tasks/list')).body.result.tasks).toEqual([]);
  });

  it('for as long as it said, which is ten minutes at most', async () => {
    const short = await begun({ task: { ttl: 1000 } });
    const long = await begun({ task: { ttl: 1e12 } });
    expect([short.ttl, long.ttl]).toEqual([1000, 600_000]);
    stack.clock.advance(1000);
    expect((await get(short.taskId)).error.code).toBe(-32602);
    expect((await get(long.taskId)).result.ttl).toBe(600_000);
  });

  it('until its grant is revoked', async () => {
    await hold();
    const { taskId } = await begun();
    const { clientId, refreshToken } = connection;
    await supertest(stack.gateway.origin)
      .post('/oauth/revoke')
      .type('form')
      .send({ token: refreshToken, client_id: clientId });
    connection = await signIn();
    expect((await get(taskId, await inASession())).error.code).toBe(-32602);
  });
});

it('at most eight are worked on at a time', async () => {
  await hold(8);
  const answers = [];
  for (let n = 0; n < 9; n++) answers.push((await ask('tools/call', { ...summary, task: {} })).status);
  expect(answers).toEqual([...Array(8).fill(200), 429]);
});

it('the answer to an order that asks first comes by its task: the question goes to who waits for the result', async () => {
  const client = new Client({ name: 'test', version: '1' }, { capabilities: { elicitation: {} } });
  const related: unknown[] = [];
  client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
    related.push(params._meta?.['io.modelcontextprotocol/related-task']);
    return { action: 'accept', content: { confirm: true } };
  });
  const requestInit = { headers: { authorization: `Bearer ${connection.accessToken}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(stack.gateway.mcpUrl), { requestInit }));
  const [account] = (await ask('tools/call', { name: 'list_accounts', arguments: {} })).body.result.structuredContent
    .accounts;
  const order = { account_id: account.id, symbol: 'AAPL', side: 'buy', qty: '1' };
  const params = { name: 'place_order', arguments: order, task: {} };
  const { task } = await client.request({ method: 'tools/call', params }, CreateTaskResultSchema);
  await expect.poll(async () => (await get(task.taskId)).result.status).toBe('input_required');
  const result = await client.request(
    { method: 'tasks/result', params: { taskId: task.taskId } },
    CallToolResultSchema,
  );
  expect(result.structuredContent).toMatchObject({ status: 'submitted' });
  expect((await get(task.taskId)).result.status).toBe('completed');
  expect(related).toEqual([{ taskId: task.taskId }]);
  await client.close();
});

it('a question whose listener hung up is put again to who comes for the result next', async () => {
  const able = await initialize({ url: stack.gateway.mcpUrl }, connection.accessToken, '2025-11-25', {
    elicitation: {},
  });
  const [account] = (await ask('tools/call', { name: 'list_accounts', arguments: {} })).body.result.structuredContent
    .accounts;
  const order = { account_id: account.id, symbol: 'AAPL', side: 'buy', qty: '1' };
  const { taskId } = (await begin({ name: 'place_order', arguments: order }, able)).result.task;
  const headers = {
    authorization: `Bearer ${connection.accessToken}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-session-id': able.id,
  };
  const post = (message: object, signal?: AbortSignal) =>
    fetch(stack.gateway.mcpUrl, {
      method: 'POST',
      headers,
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
      ...(signal && { signal }),
    });
  const asked = async (id: number, signal?: AbortSignal) => {
    const { body } = await post({ id, method: 'tasks/result', params: { taskId } }, signal);
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    return { reader, question: JSON.parse(/^data: (.*)$/m.exec((await reader.read()).value!)![1]!) };
  };
  const leaving = new AbortController();
  await asked(101, leaving.signal);
  leaving.abort();
  const { reader, question } = await asked(102);
  expect(question.method).toBe('elicitation/create');
  await post({ id: question.id, result: { action: 'accept', content: { confirm: true } } });
  let rest = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) rest += read.value;
  expect(rest).toContain('submitted');
});

it('earlier revisions have none: nothing is declared, and a call for a task is a call', async () => {
  const old = await initialize({ url: stack.gateway.mcpUrl }, connection.accessToken, '2025-06-18');
  expect(old.opened.body.result.capabilities.tasks).toBeUndefined();
  expect((await begin({}, old)).result.structuredContent).toBeDefined();
  const { tools } = (await old('tools/list')).body.result;
  expect(tools.filter(({ execution }: { execution?: unknown }) => execution)).toEqual([]);
  expect((await old('tasks/list')).body.error.code).toBe(-32601);
});

it('what was done outlives the gateway, and what was not has failed', async () => {
  await stack.close();
  const state = createMemoryState();
  stack = await startStack('gold', { state });
  const port = Number(new URL(stack.gateway.origin).port);
  connection = await signIn();
  ask = await inASession();
  const done = await begun();
  const { result } = (await ask('tasks/result', { taskId: done.taskId })).body;
  await hold();
  const left = await begun();
  await stack.close();
  stack = await startStack('gold', { state, port });
  ask = await inASession();
  expect((await ask('tasks/result', { taskId: done.taskId })).body.result).toEqual(result);
  expect((await get(left.taskId)).result).toMatchObject({
    status: 'failed',
    statusMessage: expect.stringContaining('stopped before'),
  });
});
