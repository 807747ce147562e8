import { rows } from './area.ts';
import { features, hides, isError, lists, says, serves, undeclared } from './offers.ts';

// Arguments that a server completes.

/** How many arguments of a prompt are completed. */
const MOST = 5;

export default [
  ...rows(undeclared, [
    {
      id: 'wire/declares-its-completions',
      title: 'A server that completes arguments declares so',
      clauses: ['mcp/completion/capability'],
      capability: 'completions',
      async isThere(mcp) {
        const { name, arguments: those = [] } = (await lists('prompts')(mcp))?.rpc()?.result?.prompts?.[0] ?? {};
        if (!those[0]) return undefined;
        const params = { ref: { type: 'ref/prompt', name }, argument: { name: those[0].name, value: '' } };
        const answer = await mcp.request('completion/complete', params);
        return answer.rpc()?.result?.completion ? answer : undefined;
      },
      remedy: 'Declare "completions" in the capabilities.',
      mutants: [{ name: 'hides-that-it-completes', elsewhere: true, rewrites: hides('completions') }],
    },
  ]),
  ...rows(features, [
    {
      id: 'wire/validates-what-is-to-be-completed',
      title: 'A completion has at most a hundred values, and none for what does not exist',
      clauses: ['mcp/completion/security', 'mcp/completion/errors'],
      capability: 'completions',
      async judge(mcp) {
        const argument = { name: 'symbol', value: '' };
        const ref = { type: 'ref/prompt', name: 'openbell_no_such_prompt' };
        const answer = await mcp.request('completion/complete', { ref, argument });
        const values = answer.rpc()?.result?.completion?.values ?? [];
        says(answer, values.length === 0, 'no values for a prompt that does not exist');
        for (const { name, arguments: those = [] } of (await lists('prompts')(mcp))?.rpc()?.result?.prompts ?? []) {
          for (const one of those.slice(0, MOST)) {
            const params = { ref: { type: 'ref/prompt', name }, argument: { name: one.name, value: '' } };
            const given = await mcp.request('completion/complete', params);
            const count = given.rpc()?.result?.completion?.values?.length ?? 0;
            says(given, count <= 100, `at most a hundred values, and not ${count}`);
          }
        }
        const malformed = await mcp.request('completion/complete', { ref: 'a prompt', argument });
        isError(malformed, 'a reference that is none');
      },
      remedy: 'Look at ref and argument of completion/complete, and answer -32602 where they are of nothing.',
      variations: ['errors-in-other-words', 'bodies-in-gzip'],
      mutants: [
        {
          name: 'completes-without-end',
          needs: ['conversations'],
          replaces: { completionIsWithinTheLimit: () => Array.from({ length: 101 }, (_, n) => `AAPL${n}`) },
        },
        {
          name: 'completes-what-does-not-exist',
          elsewhere: true,
          rewrites: serves(-32602, /no such prompt/, { completion: { values: ['AAPL'] } }),
        },
        {
          name: 'completes-anything',
          elsewhere: true,
          rewrites: serves(-32602, /reference/, { completion: { values: [] } }),
        },
      ],
    },
  ]),
];
