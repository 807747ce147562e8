import { rows } from './area.ts';
import { fails, features, says } from './offers.ts';
import { stateless } from './who-listens.ts';

export default rows(features, [
  {
    id: 'wire/lists-its-tools',
    title: 'A server that declares tools answers tools/list',
    clauses: ['mcp/tools/list-answered'],
    applies: stateless,
    capability: 'tools',
    // Every control lists tools.
    dependsOn: [],
    async judge(mcp) {
      const answer = await mcp.request('tools/list');
      says(answer, Array.isArray(answer.rpc()?.result?.tools), 'a list of tools');
    },
    remedy: 'Answer tools/list, with an empty list where there are none.',
    mutants: [{ name: 'declares-tools-and-has-none', rewrites: fails('tools') }],
  },
]);
