import { expect } from '../../vocabulary/expect.ts';
import { firstRequest as first } from '../../wire/mcp.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/verifies-before-reading',
  title: 'Without a valid token even a request that makes no sense is answered with 401, and tells nothing',
  clauses: ['mcp/authz/server-validates-before-processing'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  needsNobody: true,
  async run(world) {
    const probe = world.mcp('not-a-token').draft(...first(world.era));
    const bodies = [
      '{',
      '[]',
      JSON.stringify({ ...probe.body, method: 'no/such' }),
      JSON.stringify({ ...probe.body, method: 'tools/call' }),
    ];
    const { authorization: _, ...bare } = probe.headers;
    for (const headers of [bare, probe.headers]) {
      for (const body of bodies) {
        const answer = await world.http.send({ url: world.mcpUrl, headers, body });
        // What is no JSON may be sent back before anybody asks who sent it.
        if (body !== '{' || answer.status !== 400) expect.bearerRefusal(answer, 401);
        expect.that(!answer.rpc()?.result, { expected: 'no result', seen: answer.text.slice(0, 120), at: answer });
      }
    }
  },
  remedy: 'Verify the token before looking at the body, its method or the session.',
  mutants: ['serves-everybody'],
});
