import { expect } from '../../vocabulary/expect.ts';
import { rewriteTools } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/gives-tools-plain-names',
  title: 'Tool names are unique, 1 to 128 characters long, of letters, digits, underscore, hyphen and dot',
  clauses: [
    'mcp/tools/name-length',
    'mcp/tools/name-characters',
    'mcp/tools/name-no-specials',
    'mcp/tools/name-unique',
  ],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const names = (await world.mcp(await world.borrow('trade')).listTools()).map((tool) => tool.name);
    const odd = names.filter((name) => !/^[A-Za-z0-9_.-]{1,128}$/.test(name));
    expect.equal(odd, [], 'the list of names that clients may refuse');
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    expect.equal(twice, [], 'the list of names that occur twice');
  },
  remedy: 'Rename tools whose names hold spaces or other characters: several clients drop them without a word.',
  mutants: [
    {
      name: 'puts-spaces-into-tool-names',
      rewrites: rewriteTools((tool) => ({ ...tool, name: `${tool.name} (live)` })),
    },
    { name: 'gives-two-tools-one-name', rewrites: rewriteTools((tool) => ({ ...tool, name: 'trade' })) },
  ],
});
