import { expect } from '../../vocabulary/expect.ts';
import type { Purpose } from '../../vocabulary/profile.ts';
import { check } from './area.ts';

export default check({
  id: 'scope-denial/hides-what-the-token-may-not-call',
  title: 'Tools of a larger scope are not listed for a token that may only read, and are for one that may trade',
  clauses: ['mcp/tools/list-matches-rights', 'CT-5', 'mcp-2026-07-28/tools/list-may-vary-by-authorization'],
  applies: { needs: ['tools-by-scope', 'trading'] },
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const namesFor = async (scope: 'read' | 'trade') =>
      (await world.mcp(await world.borrow(scope)).listTools()).map((tool) => tool.name);
    const [read, trade] = [await namesFor('read'), await namesFor('trade')];
    const reads: readonly Purpose[] = ['accounts', 'positions', 'orders'];
    for (const purpose of reads) expect.includes(read, world.tool(purpose).name, 'the list for a token that reads');
    expect.includes(trade, world.tool('place').name, 'the list for a token that trades');
    const beyond = read.filter((name) => name === world.tool('place').name || name === world.tool('cancel-all').name);
    expect.equal(beyond, [], 'the list of trade tools shown to a token that reads');
  },
  remedy: 'Filter tools/list by the scopes of the token: a model tries whatever it is shown.',
  variations: [
    'small-pages',
    'tools-in-another-order',
    'more-in-schemas',
    'answers-in-an-event-stream',
    'more-in-results',
    'bodies-in-gzip',
  ],
  mutants: [{ name: 'shows-traders-tools-to-readers', replaces: { toolIsListedForScope: () => true } }],
});
