import type { Behaviour } from '../behaviour.ts';
import { bomb, controls, drip, endless, raw } from '../behaviour.ts';
import type { Handler } from '../gateway.ts';

const type = 'text/event-stream';
const tools = [{ name: 'list_accounts', inputSchema: { type: 'object' } }];
const found = /Not met|had to work first|not answered/;
const both = (handler: Handler) => ({ authorized: handler, tools: handler });
const event = (data: string) => `data: ${data}\n\n`;

export const stream: Behaviour[] = [
  { does: 'streams without a line break', handles: both(endless('data: ', 'x', type)), exit: 1, first: found },
  { does: 'streams comments for ever', handles: both(endless('', ': still here\n\n', type)), exit: 1, first: found },
  {
    does: 'streams drop by drop',
    keepsWaiting: true,
    handles: both(drip(': still here\n', 40, type)),
    exit: [1, 3],
    first: /Not met|not answered|seconds were spent waiting/,
  },
  {
    does: 'streams events that nobody asked for',
    handles: both(endless('', event('{"jsonrpc":"2.0","method":"notifications/message","params":{}}'), type)),
    exit: 1,
    first: found,
  },
  { does: 'streams what is no JSON', handles: both(raw(event('{"jsonrpc"').repeat(500), type)), exit: 1, first: found },
  {
    does: 'breaks a stream off',
    handles: both((res) => {
      res.writeHead(200, { 'content-type': type });
      res.write('data: {"jsonrpc":');
      setTimeout(() => res.destroy(), 20);
    }),
    exit: 1,
    first: found,
  },
  {
    does: 'opens a stream and says nothing',
    keepsWaiting: true,
    handles: both((res) => res.writeHead(200, { 'content-type': type }).flushHeaders()),
    exit: [1, 3],
    first: /Not met|not answered|seconds were spent waiting/,
  },
  {
    does: 'answers in a stream that goes on',
    handles: {
      tools: (res, { message }) => {
        res.writeHead(200, { 'content-type': type });
        res.write(event(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { tools } })));
        const timer = setInterval(() => res.write(': on\n\n'), 20);
        res.on('close', () => clearInterval(timer));
      },
    },
    exit: 0,
    first: /Conformant|little/,
  },
  {
    does: 'ends lines with carriage returns alone',
    handles: {
      tools: (res, { message }) =>
        raw(`data: ${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { tools } })}\r\r`, type)(
          res,
          {} as never,
          () => {},
        ),
    },
    exit: 0,
    first: /Conformant|little/,
  },
  {
    does: 'asks a thousand things before it answers',
    handles: {
      tools: (res, { message }) =>
        raw(
          `${event('{"jsonrpc":"2.0","id":"a","method":"sampling/createMessage","params":{}}').repeat(1_000)}${event(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { tools } }))}`,
          type,
        )(res, {} as never, () => {}),
    },
    exit: [0, 1],
    first: /Conformant|Not met/,
  },
  {
    does: 'is a bomb of gzip',
    handles: both(raw(bomb(50), type, 200, { 'content-encoding': 'gzip' })),
    exit: 1,
    first: found,
  },
  {
    does: 'has ids and times that are none, and a million empty lines',
    handles: {
      tools: (res, { message }) =>
        raw(
          `id: \u0000\nretry: 1e999\nretry: -1\nevent: \u001b[2J\n${'\r'.repeat(1_000_000)}${event(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { tools } }))}`,
          type,
        )(res, {} as never, () => {}),
    },
    exit: [0, 1],
    first: /Conformant|Not met/,
    never: controls,
  },
  {
    does: 'cuts one message into ten thousand lines',
    handles: { tools: raw(`${'data: {\n'.repeat(10_000)}\n`, type) },
    exit: 1,
    first: found,
  },
];
