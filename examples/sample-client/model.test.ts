import nock from 'nock';
import { afterEach, expect, it } from 'vitest';
import { anthropicModel, type Message } from './model.ts';

afterEach(() => nock.cleanAll());

const model = anthropicModel({ modelKey: 'the-key', modelName: 'a-model', modelUrl: 'https://model.example' });
const question: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }];
const tool = { name: 'list_accounts', description: 'Accounts.', input_schema: { type: 'object' } };

it('asks the Messages API with the tools, and takes words and calls from its answer', async () => {
  let asked: Record<string, unknown> = {};
  const use = { type: 'tool_use', id: 't1', name: 'list_accounts', input: {} };
  nock('https://model.example', { reqheaders: { 'x-api-key': 'the-key', 'anthropic-version': '2023-06-01' } })
    .post('/v1/messages', (body) => {
      asked = body;
      return true;
    })
    .reply(200, { content: [{ type: 'thinking', thinking: '…' }, { type: 'text', text: 'Let me look.' }, use] });
  expect(await model(question, [tool])).toEqual([{ type: 'text', text: 'Let me look.' }, use]);
  expect(asked).toMatchObject({ model: 'a-model', messages: question, tools: [tool] });
});

it('is asked once, and its failure is told without the key', async () => {
  const scope = nock('https://model.example').post('/v1/messages').reply(529, 'overloaded the-key');
  await expect(model(question, [])).rejects.toThrow('The model answered with 529.');
  expect(scope.isDone()).toBe(true);
  nock('https://model.example').post('/v1/messages').replyWithError('no');
  await expect(model(question, [])).rejects.toThrow('The model cannot be reached.');
});
