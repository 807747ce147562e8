import { check } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';

export default check({
  id: 'wire/refuses-a-body-that-is-not-called-json',
  title: 'A body that is not called JSON is not read as JSON: a web form cannot speak MCP',
  clauses: ['mcp-2025-11-25/tools/server-validates-inputs', 'mcp-2026-07-28/tools/server-validates-inputs'],
  level: 'SHOULD',
  applies: { needs: ['oauth'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('tools/list', {}, (draft) => {
      draft.headers['content-type'] = 'text/plain';
    });
    expect.status(answer, 415, 400);
  },
  remedy:
    'Answer 415 unless the Content-Type is application/json: browsers send the other types across sites without asking.',
  mutants: [{ name: 'reads-any-content-type-as-json', replaces: { contentTypeIsJson: () => true } }],
});
