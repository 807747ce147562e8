import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/refuses-a-foreign-host',
  title: 'A request under a foreign host name is not served, so that DNS rebinding leads nowhere',
  clauses: ['mcp/security/local-server-restrict'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).request('tools/list', {}, (draft) => {
      draft.headers.host = 'rebound.attacker.example';
    });
    const refused = answer.status >= 400 && answer.status < 500;
    expect.that(refused, { expected: 'a refusal (4xx) for another Host', seen: `${answer.status}`, at: answer });
  },
  remedy: 'Serve the host names that you are known by, and refuse every other Host header.',
  mutants: [{ name: 'answers-to-any-host-name', replaces: { hostIsAllowed: () => true } }],
});
