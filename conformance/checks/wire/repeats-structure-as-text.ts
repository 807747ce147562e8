import { isDeepStrictEqual } from 'node:util';
import type { RpcMessage } from '../../vocabulary/answer.ts';
import { expect, Untestable } from '../../vocabulary/expect.ts';
import { check } from './area.ts';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const texts = (message: RpcMessage | undefined): string[] =>
  (message?.result?.content ?? [])
    .filter((part: { type: string }) => part.type === 'text')
    .map((part: { text: string }) => part.text);

export default check({
  id: 'wire/repeats-structure-as-text',
  title: 'Structured content is repeated as JSON text, and the two agree',
  clauses: ['mcp/tools/structured-content-text-copy'],
  dependsOn: ['wire/answers-as-json-or-an-event-stream'],
  async run(world) {
    const { name, args } = world.tool('accounts');
    const answer = await world.mcp(await world.borrow()).call(name, args(''));
    const structured = answer.rpc()?.result?.structuredContent;
    if (structured === undefined) throw new Untestable('needs a tool that answers with structured content');
    const copied = texts(answer.rpc()).some((text) => isDeepStrictEqual(parsed(text), structured));
    expect.that(copied, {
      expected: 'the structured content as JSON text',
      seen: texts(answer.rpc()).join(' ').slice(0, 300) || 'no text',
      at: answer,
    });
  },
  remedy: 'Put the JSON of the structured content into a text part as well: older clients read nothing else.',
  mutants: [
    { name: 'tells-the-model-something-else-in-text', replaces: { textAgreesWithStructure: () => '{"accounts":[]}' } },
  ],
});
