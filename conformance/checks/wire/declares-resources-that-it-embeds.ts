import { knownTools } from '../../stage/known-tools.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import { rewriteResult } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';
import { introduction } from './requests.ts';

export default check({
  id: 'wire/declares-resources-that-it-embeds',
  title: 'A server whose tools answer with a resource declares that it has resources',
  clauses: ['mcp/tools/embedded-resources-capability'],
  dependsOn: ['wire/declares-that-it-has-tools'],
  async run(world) {
    const connection = await world.borrow();
    const mcp = world.mcp(connection);
    const [tool] = knownTools(world, ['accounts', 'positions', 'quote']);
    const answer = await mcp.call(tool!.name, tool!.args(await world.accountOf(connection)));
    const content: unknown = answer.rpc()?.result?.content;
    const embeds = Array.isArray(content) && content.some((part) => part?.type === 'resource');
    if (!embeds) throw new NotOffered('no tool of it that was called answers with a resource');
    const introduced = await introduction(mcp, world, () => {});
    const { capabilities } = introduced.rpc()?.result ?? {};
    const seen = Object.keys(capabilities ?? {}).join(', ') || 'none';
    expect.that(capabilities?.resources, { expected: 'the capability resources', seen, at: introduced });
  },
  remedy: 'Declare "resources" in the capabilities where a tool answers with content of the type resource.',
  noVariation: 'nothing that the proof grades has what it looks at: gateways made by hand show it',
  mutants: [
    {
      name: 'embeds-resources-that-it-does-not-declare',
      rewrites: rewriteResult(
        (result) =>
          Array.isArray(result.content) && {
            ...result,
            content: [
              ...result.content,
              { type: 'resource', resource: { uri: 'file:///books/today.txt', text: 'AAPL' } },
            ],
          },
      ),
    },
  ],
});
