import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'tokens/accepts-its-own-tokens',
  title: 'The gateway accepts the token that its authorization server has just issued',
  clauses: ['oauth21/bearer-header-supported'],
  async run(world) {
    const connection = await world.borrow();
    const answer = await world.mcp(connection).request('tools/list');
    expect.status(answer, 200);
    expect.that(Array.isArray(answer.rpc()?.result?.tools), {
      expected: 'a list of tools',
      seen: answer.text,
      at: answer,
    });
  },
  remedy: 'Verify access tokens against the keys, issuer and audience that your own authorization server uses.',
  variations: ['long-access-tokens', 'answers-in-an-event-stream', 'media-types-in-another-case'],
  mutants: [{ name: 'refuses-its-own-tokens', replaces: { issuerIsExpected: () => false } }],
});
