import { flipped } from '../../stage/altered-token.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/verifies-every-request',
  title: 'A request without a token is refused also after one with a token, in the same session',
  clauses: ['mcp/security/server-verifies-all-requests', 'oauth21/bearer-validate-token'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    expect.status(await mcp.request('tools/list'), 200);
    const bare = await mcp.request('tools/list', {}, (draft) => delete draft.headers.authorization);
    expect.bearerRefusal(bare, 401);
    const altered = await mcp.request('tools/list', {}, ({ headers }) => {
      headers.authorization = flipped(headers.authorization ?? '');
    });
    expect.bearerRefusal(altered, 401);
  },
  remedy: 'Verify the token of every request: a session or a connection that was good once proves nothing.',
  variations: ['slow-answers', 'refusals-in-plain-text', 'a-challenge-in-another-form'],
  mutants: ['serves-everybody', 'believes-any-signature'],
});
