import type { Behaviour } from '../behaviour.ts';
import { controls, cut, data, endless, hang, nested, page, raw, result } from '../behaviour.ts';
import { json } from '../gateway.ts';

const found = /Not met|had to work first|not answered/;
const schema = { type: 'object' };
const nestedObject = (depth: number): object => JSON.parse(nested(depth));
const tools = (...all: unknown[]) => ({ tools: result({ tools: all }) });

export const mcp: Behaviour[] = [
  {
    does: 'lists a million tools',
    handles: {
      tools: (res, { message }) =>
        raw(
          `{"jsonrpc":"2.0","id":${message.id},"result":{"tools":[${'{"name":"a","inputSchema":{}},'.repeat(1_000_000)}{}]}}`,
        )(res, {} as never, () => {}),
    },
    exit: 1,
    first: found,
  },
  {
    does: 'gives another cursor for ever',
    handles: {
      tools: (res, { message, before }) =>
        json(res, 200, {
          jsonrpc: '2.0',
          id: message.id,
          result: { tools: [{ name: `t${before}`, inputSchema: schema }], nextCursor: `c${before}` },
        }),
    },
    exit: 1,
    first: found,
  },
  {
    does: 'gives the same cursor for ever',
    handles: { tools: result({ tools: [], nextCursor: 'again' }) },
    exit: 1,
    first: found,
  },
  {
    does: 'gives another cursor of 100 KB for ever',
    handles: {
      tools: (res, { message, before }) =>
        json(res, 200, {
          jsonrpc: '2.0',
          id: message.id,
          result: { tools: [{ name: `t${before}`, inputSchema: schema }], nextCursor: `c${before}`.repeat(30_000) },
        }),
    },
    exit: 1,
    first: found,
  },
  {
    does: 'gives an object as cursor',
    handles: { tools: result({ tools: [], nextCursor: { a: 1 } }) },
    exit: 1,
    first: found,
  },
  {
    does: 'lists what are no tools',
    handles: tools(null, 5, 'tool', { name: 7 }, [], { inputSchema: 9 }),
    exit: 1,
    first: found,
  },
  {
    does: 'names a tool with line breaks and 100 KB',
    handles: tools({ name: `a\r\nb: c${'x'.repeat(100_000)}`, inputSchema: schema }),
    exit: 0,
    first: /Conformant.*Not met: Tool names/,
  },
  {
    does: 'has a schema that takes for ever to match',
    handles: tools({
      name: 'list_accounts',
      inputSchema: { type: 'object', properties: { symbol: { type: 'string', pattern: '^(a+)+$' } } },
    }),
    exit: 0,
    first: /Conformant|little/,
  },
  {
    does: 'has a schema that refers to itself',
    handles: tools({ name: 'list_accounts', inputSchema: { $ref: '#' } }),
    exit: 1,
    first: /./,
  },
  {
    does: 'has a schema that leads elsewhere',
    handles: tools({ name: 'list_accounts', inputSchema: { type: 'object', $ref: 'http://127.0.0.1:9/schema' } }),
    exit: 0,
    first: /Conformant/,
  },
  {
    does: 'nests a schema 5,000 deep',
    handles: {
      tools: (res, { message }) =>
        raw(`{"jsonrpc":"2.0","id":${message.id},"result":{"tools":[{"name":"a","inputSchema":${nested(5_000)}}]}}`)(
          res,
          {} as never,
          () => {},
        ),
    },
    exit: 1,
    first: /./,
  },
  {
    does: 'answers with a page',
    handles: { authorized: page('<p>hello</p>'), tools: page('<p>hello</p>') },
    exit: 1,
    first: found,
  },
  { does: 'answers with nothing', handles: { authorized: raw(''), tools: raw('') }, exit: 1, first: found },
  {
    does: 'answers another message',
    handles: {
      authorized: data({ jsonrpc: '2.0', id: 'other', result: {} }),
      tools: data({ jsonrpc: '2.0', id: 'other', result: {} }),
    },
    exit: 1,
    first: found,
  },
  {
    does: 'answers with an error that is none',
    handles: {
      tools: (res, { message }) =>
        json(res, 200, { jsonrpc: '2.0', id: message.id, error: { code: 'x', message: {} } }),
    },
    exit: 1,
    first: found,
  },
  {
    does: 'nests an answer 100,000 deep',
    handles: { authorized: raw(nested(100_000)), tools: raw(nested(100_000)) },
    exit: 1,
    first: found,
  },
  {
    does: 'answers without end',
    handles: { tools: endless('{"jsonrpc":"2.0","id":1,"result":"', 'x') },
    exit: 1,
    first: found,
  },
  {
    does: 'never answers who has a token',
    keepsWaiting: true,
    handles: { authorized: hang, tools: hang },
    exit: [1, 3],
    first: /Not met|not answered|seconds were spent waiting/,
  },
  { does: 'cuts the connection of who has a token', handles: { tools: cut }, exit: 1, first: found },
  {
    does: 'names tools as parts of objects, and alike',
    handles: tools(
      ...['__proto__', 'constructor', 'toString', ...Array(3_000).fill('hasOwnProperty')].map((name) => ({
        name,
        description: '\u001b[31m\u202e::error::x',
        inputSchema: schema,
      })),
    ),
    exit: [0, 1],
    first: /Conformant|Not met/,
    never: controls,
  },
  {
    does: 'has schemas of words that mean something to a validator',
    handles: tools({
      name: 'list_accounts',
      inputSchema: {
        type: 'object',
        $id: 'http://127.0.0.1:9/x',
        $dynamicRef: '#x',
        $async: true,
        definitions: { a: { $ref: '#/definitions/a' } },
        properties: { __proto__: { type: 5 }, n: { multipleOf: 0, minLength: -1, enum: [] } },
        patternProperties: { '(': {}, '(a|a)*$': {} },
      },
      outputSchema: { type: 'object', required: ['x'], properties: { x: { const: nestedObject(200) } } },
    }),
    exit: [0, 1],
    first: /./,
  },
  {
    does: 'says who it is in a megabyte of signs',
    handles: {
      authorized: (res, { message }, usual) =>
        message?.method === 'initialize'
          ? json(res, 200, {
              jsonrpc: '2.0',
              id: message.id,
              result: {
                protocolVersion: '2025-11-25',
                capabilities: { tools: { listChanged: 'x' }, __proto__: 1, toString: {} },
                serverInfo: { name: '\u202e\u001b[2J', version: {} },
                instructions: '\u0007\u009b'.repeat(300_000),
              },
            })
          : usual(),
    },
    exit: [0, 1],
    first: /./,
    never: controls,
  },
  {
    does: 'answers with the number of a request as a text',
    handles: {
      tools: (res, { message }) => json(res, 200, { jsonrpc: '2.0', id: String(message.id), result: { tools: [] } }),
      authorized: (res, { message }) => json(res, 200, { jsonrpc: '1.0', id: [message?.id], result: null }),
    },
    exit: 1,
    first: found,
  },
  {
    does: 'gives a session id that no header holds',
    handles: {
      authorized: (res, { message }, usual) =>
        message?.method === 'initialize'
          ? json(
              res,
              200,
              { jsonrpc: '2.0', id: message.id, result: { protocolVersion: {}, capabilities: 5 } },
              { 'mcp-session-id': 'ä'.repeat(3_000) },
            )
          : usual(),
    },
    exit: 0,
    first: /Conformant/,
  },
];
