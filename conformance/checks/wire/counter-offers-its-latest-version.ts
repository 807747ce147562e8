import { until } from '../../vocabulary/era.ts';
import { expect } from '../../vocabulary/expect.ts';
import { CLIENT_INFO } from '../../wire/mcp.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/counter-offers-its-latest-version',
  title: 'A version that nobody knows is answered with the latest one that the server has, not with an error',
  clauses: ['mcp-2025-11-25/lifecycle/server-offers-latest', 'mcp-2025-11-25/lifecycle/server-counter-offers'],
  // Which version it is, is a SHOULD; and an example of the document itself answers with an error.
  applies: { eras: until('2025-11-25') },
  dependsOn: ['wire/negotiates-the-version-asked-for'],
  async run(world) {
    const mcp = world.mcp(await world.borrow());
    const { headers, body } = mcp.draft('initialize', {
      capabilities: {},
      clientInfo: CLIENT_INFO,
      protocolVersion: '1999-01-01',
    });
    const answer = await world.http.send({ url: world.mcpUrl, headers, json: body });
    expect.status(answer, 200);
    const offered = String(answer.rpc()?.result?.protocolVersion);
    expect.that(/^\d{4}-\d\d-\d\d$/.test(offered) && offered >= world.era, {
      expected: `${world.era} or a later version`,
      seen: offered,
      at: answer,
    });
  },
  remedy: 'Answer initialize with your own latest version where the client names one that you do not have.',
  mutants: [
    {
      name: 'counter-offers-its-oldest-version',
      replaces: { negotiatedVersionIsServed: (asked, served) => (served.includes(asked) ? asked : served.at(-1)!) },
    },
  ],
});
