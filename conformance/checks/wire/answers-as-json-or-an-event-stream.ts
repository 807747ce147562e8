import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/answers-as-json-or-an-event-stream',
  title: 'A request is answered as application/json or text/event-stream',
  clauses: ['mcp/transport/response-content-type', 'mcp/transport/utf8'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const { name, args } = world.tool('accounts');
    for (const answer of [await mcp.request('tools/list'), await mcp.call(name, args(''))]) {
      const type = answer.headers['content-type'] ?? 'none';
      expect.that(/^(application\/json|text\/event-stream)\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type), {
        expected: 'content type application/json or text/event-stream',
        seen: type,
        at: answer,
      });
    }
  },
  remedy: 'Set the Content-Type of every answer to application/json or text/event-stream, in UTF-8.',
  mutants: [
    {
      name: 'calls-its-json-plain-text',
      rewrites: rewriteJson('/mcp', (body, { headers }) =>
        body.result && !body.result.tools
          ? { headers: { ...headers, 'content-type': 'application/octet-stream' } }
          : undefined,
      ),
    },
  ],
});
