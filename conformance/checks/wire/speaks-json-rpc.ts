import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/speaks-json-rpc',
  title: 'Every answer is a JSON-RPC 2.0 message with either a result or an error',
  clauses: ['mcp/base/jsonrpc', 'mcp/base/result-field', 'mcp/base/error-shape', 'mcp/base/error-code-integer'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const good = await mcp.request('tools/list');
    const bad = await mcp.request('openbell/no-such-method');
    for (const answer of [good, bad]) {
      const said = answer.messages();
      const message = said.find((one) => 'result' in one || 'error' in one) ?? said.at(-1);
      expect.equal(message?.jsonrpc, '2.0', 'jsonrpc', answer);
      const either = Number('result' in message!) + Number('error' in message!);
      expect.that(either === 1, {
        expected: 'a result or an error, not both',
        seen: answer.text.slice(0, 300),
        at: answer,
      });
    }
    const error = bad.rpc()?.error;
    expect.that(Number.isInteger(error?.code) && typeof error?.message === 'string', {
      expected: 'an error with an integer code and a message',
      seen: JSON.stringify(error),
      at: bad,
    });
  },
  remedy:
    'Give every message "jsonrpc": "2.0", and every answer a result, or an error of an integer code and a message.',
  mutants: [
    {
      name: 'says-error-codes-in-words',
      rewrites: rewriteJson('/mcp', ({ error, ...rest }) =>
        error?.message ? { body: { ...rest, error: { ...error, code: `E${error.code}` } } } : undefined,
      ),
    },
    {
      name: 'forgets-the-version-of-json-rpc',
      rewrites: rewriteJson('/mcp', ({ jsonrpc, ...rest }) =>
        jsonrpc && rest.result?.tools ? { body: rest } : undefined,
      ),
    },
  ],
});
