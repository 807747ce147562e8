import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-a-body-that-is-not-called-json',
  title: 'A body that is not called JSON is not read as JSON: a web form cannot speak MCP',
  clauses: ['mcp/tools/server-validates-inputs'],
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
