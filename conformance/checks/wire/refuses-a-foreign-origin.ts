import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-a-foreign-origin',
  title: 'A request that a foreign web page caused is refused by its Origin',
  clauses: ['mcp/transport/origin-validated', 'mcp/transport/origin-invalid-403'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.connect());
    const foreign = await mcp.request('tools/list', {}, (draft) => {
      draft.headers.origin = 'https://attacker.example';
    });
    expect.status(foreign, 403);
    const nobody = await mcp.request('tools/list', {}, (draft) => {
      draft.headers.origin = 'null';
    });
    expect.status(nobody, 403);
  },
  remedy:
    'Compare the Origin header, where there is one, with the origins of your own pages, and answer 403 for any other.',
  mutants: [{ name: 'listens-to-any-web-page', replaces: { originIsAllowed: () => true } }],
});
