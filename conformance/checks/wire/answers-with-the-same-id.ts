import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/answers-with-the-same-id',
  title: 'An answer carries the id of its request, number or string, in a result and in an error',
  clauses: ['mcp/base/result-same-id', 'mcp/base/error-same-id'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    for (const method of ['tools/list', 'openbell/no-such-method']) {
      for (const id of ['a-string', '7', 90071, 0]) {
        const answer = await mcp.request(method, {}, (draft) => {
          draft.body.id = id;
        });
        expect.equal(answer.rpc()?.id, id, `the id of the answer to ${method}`, answer);
      }
    }
  },
  remedy: 'Copy the id of the request into the answer as it is: 7 and "7" are different ids.',
  mutants: [
    {
      name: 'turns-ids-into-strings',
      rewrites: rewriteJson('/mcp', (body) => ('id' in body ? { body: { ...body, id: String(body.id) } } : undefined)),
    },
  ],
});
