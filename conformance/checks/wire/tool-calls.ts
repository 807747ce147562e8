import { isDeepStrictEqual } from 'node:util';
import { readersAmong } from '../../stage/known-tools.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import { expect, NotOffered, Untestable } from '../../vocabulary/expect.ts';
import type { ToolUse } from '../../vocabulary/profile.ts';
import { rewriteError } from '../../vocabulary/rewrites.ts';
import { ask, call, exchanges, type Judge, rpcError, type Send, says, status } from './requests.ts';

// One call of a tool: what is an error of the protocol, what is one of the tool, and what a result says.

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const textsOf = (answer: Answer): string[] =>
  (answer.rpc()?.result?.content ?? [])
    .filter((part: { type: string }) => part.type === 'text')
    .map((part: { text: string }) => part.text);

/** A quote for a symbol that the broker does not know. */
const quoteOfNothing: Send = (mcp, world, change) => {
  const args = Object.keys(world.tool('quote').args('')).map((name) => [name, 'ZZZZX']);
  return call('quote', Object.fromEntries(args))(mcp, world, change);
};

/** A name without letters is the same in any case. */
const inAnotherCase: Send = (mcp, world, change) => {
  const { name, args } = world.tool('accounts');
  const upper = name.toUpperCase();
  if (upper === name) throw new Untestable(`needs a tool whose name is not in capitals: ${name} is`, 'tools');
  return mcp.request('tools/call', { name: upper, arguments: args('') }, change);
};

const isToolError = says('a result with isError', (answer) => answer.rpc()?.result?.isError === true);
const toolError: Judge = (answer, at) => {
  const { result } = answer.rpc() ?? {};
  // Whether a stranger's brokerage knows the symbol is its own affair.
  if (!at.world.profile && result && !result.isError)
    throw new Untestable('needs a call that the brokerage refuses: a quote of ZZZZX was served');
  isToolError(answer, at);
};
const structureAsText: Judge = (answer) => {
  const structured = structureIn(answer);
  if (structured === undefined)
    throw new Untestable('needs a tool that only reads and answers with structured content', 'tools');
  const texts = textsOf(answer);
  expect.that(
    texts.some((text) => isDeepStrictEqual(parsed(text), structured)),
    { expected: 'the structured content as JSON text', seen: texts.join(' ').slice(0, 300) || 'no text', at: answer },
  );
};

const structureIn = (answer: Answer): unknown => answer.rpc()?.result?.structuredContent;

/** The first tool that answers with structured content, else the last that is known. */
const whatAnswersWithStructure: Send = async (mcp, world, change) => {
  const tools = await mcp.listTools();
  const [one, ...others] = readersAmong(world, tools);
  const read = ({ name, args }: ToolUse) => mcp.request('tools/call', { name, arguments: args('') }, change);
  let answer = await read(one!);
  for (const tool of others) {
    if (structureIn(answer) !== undefined) break;
    answer = await read(tool);
  }
  const promises = tools.some(({ outputSchema }) => outputSchema);
  // The clause speaks of tools that answer so: none has promised it, and none that only reads does.
  if (structureIn(answer) === undefined && !promises)
    throw new NotOffered('none of its tools answers with structured content');
  return answer;
};

export default exchanges([
  {
    id: 'wire/refuses-an-unknown-tool',
    title: 'A tool that does not exist is a protocol error -32602, not a tool result',
    clauses: ['mcp/tools/unknown-tool-protocol-error'],
    send: ask('tools/call', { name: 'openbell_no_such_tool', arguments: {} }),
    answered: rpcError(-32602),
    remedy: 'Answer a call of an unknown tool with JSON-RPC error -32602 and name it in the message.',
    mutants: [{ name: 'lets-an-unknown-tool-fail', replaces: { unknownToolIsAProtocolError: () => false } }],
  },
  {
    id: 'wire/tells-names-of-tools-by-their-case',
    title: 'The name of a tool in another case is that of no tool',
    clauses: ['mcp/tools/name-case-sensitive'],
    send: inAnotherCase,
    answered: says('a refusal of the name', (answer) => answer.rpc()?.error ?? answer.rpc()?.result?.isError),
    remedy: 'Compare names of tools as they are written.',
    mutants: [
      {
        name: 'knows-its-tools-in-any-case',
        rewrites: rewriteError(-32602, ({ id, error }) => {
          const result = { resultType: 'complete', content: [], structuredContent: {} };
          return /[A-Z]{5}/.test(error.message) ? { status: 200, body: { jsonrpc: '2.0', id, result } } : {};
        }),
      },
    ],
  },
  {
    id: 'wire/refuses-a-call-without-a-tool',
    title: 'A tools/call of the wrong shape is an error of the protocol',
    clauses: ['mcp/tools/malformed-call-protocol-error'],
    send: [ask('tools/call', { arguments: {} }), call('accounts', ['all'])],
    // The clause asks for an error of JSON-RPC and names no code.
    answered: says('a JSON-RPC error', (answer) => answer.rpc()?.error),
    remedy: 'Check the shape of tools/call, a name and an object of arguments, and answer -32602 where it is another.',
    mutants: [
      {
        name: 'makes-a-tool-error-of-a-malformed-call',
        rewrites: rewriteError(-32602, ({ error, ...rest }) => {
          const content = [{ type: 'text', text: error.message }];
          return { status: 200, body: { ...rest, result: { resultType: 'complete', content, isError: true } } };
        }),
      },
    ],
  },
  {
    id: 'wire/reports-the-brokers-refusal-as-a-tool-error',
    title: 'What the broker refuses is told to the model as a tool error, not as a broken server',
    clauses: ['mcp/tools/business-error-as-tool-error'],
    dependsOn: ['wire/answers-as-json-or-an-event-stream'],
    send: quoteOfNothing,
    answered: [status(200), toolError],
    remedy: 'Turn the errors of the broker into a result with isError: true and the broker’s own words.',
    variations: ['tool-results-in-several-parts', 'answers-in-an-event-stream'],
    mutants: [{ name: 'breaks-when-the-broker-says-no', replaces: { brokerErrorIsAToolError: () => false } }],
  },
  {
    id: 'wire/repeats-structure-as-text',
    title: 'Structured content is repeated as JSON text, and the two agree',
    clauses: ['mcp/tools/structured-content-text-copy'],
    dependsOn: ['wire/answers-as-json-or-an-event-stream'],
    send: whatAnswersWithStructure,
    answered: structureAsText,
    remedy: 'Put the JSON of the structured content into a text part as well: older clients read nothing else.',
    mutants: [
      {
        name: 'tells-the-model-something-else-in-text',
        replaces: { textAgreesWithStructure: () => '{"accounts":[]}' },
      },
    ],
  },
]);
