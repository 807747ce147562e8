import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/negotiates-the-version-asked-for',
  title: 'A version that the server has is echoed by initialize',
  clauses: [
    'mcp-2025-11-25/lifecycle/server-echoes-version',
    'mcp-2025-11-25/lifecycle/server-initialize-result',
    'mcp-2025-11-25/base/support-base',
  ],
  applies: { eras: until('2025-11-25') },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const answer = await world.mcp(await world.borrow()).open();
    expect.that(answer, { expected: 'an answer to initialize', seen: 'none' });
    expect.equal(answer.rpc()?.result?.protocolVersion, world.era, 'the protocol version', answer);
  },
  remedy: 'Answer initialize with the protocol version that the client asked for, if you have it.',
  mutants: [{ name: 'always-offers-its-oldest-version', replaces: { negotiatedVersionIsServed: () => '2025-03-26' } }],
});
