import { describe, expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-a-batch',
  title: 'Several messages in one body are refused and none of them is carried out',
  clauses: ['mcp-2025-11-25/transport/server-rejects-batch'],
  applies: { eras: ['2025-06-18', '2025-11-25'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('tools/list', {}, (draft) => {
      draft.body = [draft.body, { ...draft.body, id: 1001 }];
    });
    const refused = answer.rpc()?.error !== undefined || (answer.status >= 400 && answer.status < 500);
    expect.that(refused, { expected: 'status 400 or a JSON-RPC error', seen: describe(answer), at: answer });
    expect.that(!answer.text.includes('"result"'), {
      expected: 'no result',
      seen: answer.text.slice(0, 200),
      at: answer,
    });
  },
  remedy: 'Answer 400 with JSON-RPC error -32600 when the body is an array: batches are gone since 2025-06-18.',
  mutants: [{ name: 'swallows-batches', replaces: { bodyIsOneMessage: () => true } }],
});
