import { rows } from './area.ts';
import {
  type Any,
  everySecondTime,
  fails,
  features,
  hides,
  isError,
  listed,
  lists,
  sameOnEveryConnection,
  serves,
  undeclared,
} from './offers.ts';
import { stateless } from './who-listens.ts';

// Prompts, which a server words for its user.

export default [
  ...rows(undeclared, [
    {
      id: 'wire/declares-its-prompts',
      title: 'A server with prompts declares so',
      clauses: ['mcp/prompts/capability'],
      capability: 'prompts',
      isThere: lists('prompts'),
      remedy: 'Declare "prompts" in the capabilities.',
      noVariation: 'what is declared is known before it begins: it exchanges nothing itself',
      mutants: [{ name: 'hides-that-it-has-prompts', elsewhere: true, rewrites: hides('prompts') }],
    },
  ]),
  ...rows(features, [
    {
      id: 'wire/lists-its-prompts',
      title: 'A server that declares prompts answers prompts/list, the same on every connection',
      clauses: ['mcp-2026-07-28/prompts/list-answered'],
      applies: stateless,
      capability: 'prompts',
      judge: sameOnEveryConnection('prompts'),
      remedy: 'Answer prompts/list from the token and the user alone.',
      mutants: [
        { name: 'declares-prompts-and-has-none', elsewhere: true, rewrites: fails('prompts') },
        { name: 'shows-prompts-every-second-time', elsewhere: true, rewrites: everySecondTime('prompts') },
      ],
    },
    {
      id: 'wire/validates-what-prompts-are-given',
      title: 'A prompt that does not exist, and one without an argument that it needs, are errors',
      clauses: ['mcp/prompts/validation'],
      capability: 'prompts',
      async judge(mcp) {
        isError(await mcp.request('prompts/get', { name: 'openbell_no_such_prompt' }), 'a prompt that does not exist');
        const needy = (await listed(mcp, 'prompts')).find(({ arguments: those = [] }) =>
          those.some(({ required }: Any) => required),
        );
        if (needy) isError(await mcp.request('prompts/get', { name: needy.name }), `${needy.name} without arguments`);
      },
      remedy: 'Look at name and arguments of prompts/get, and answer -32602.',
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'asks-for-no-arguments-of-prompts',
          needs: ['conversations'],
          replaces: { requiredArgumentsAreGiven: () => true },
        },
        {
          name: 'makes-prompts-of-nothing',
          elsewhere: true,
          rewrites: serves(-32602, /needs its arguments/, { messages: [] }),
        },
      ],
    },
  ]),
];
