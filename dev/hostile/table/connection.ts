import type { Socket } from 'node:net';
import type { Behaviour } from '../behaviour.ts';
import { controls, cut } from '../behaviour.ts';

/** Waits for the first bytes of a request, and answers with these. */
const says = (words: string | Buffer) => (socket: Socket) => void socket.once('data', () => socket.write(words));
const saysAndCuts = (words: string) => (socket: Socket) => void socket.once('data', () => socket.end(words));
const pours = (begins: string, part: string) => (socket: Socket) =>
  void socket.once('data', () => {
    socket.write(begins);
    const block = part.repeat(1000);
    const go = (): void => {
      while (!socket.destroyed && socket.write(block)) {}
      if (!socket.destroyed) socket.once('drain', go);
    };
    go();
  });

const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

export const connection: Behaviour[] = [
  {
    does: 'cuts every connection',
    raw: (socket) => socket.destroy(),
    exit: 3,
    first: /cannot be reached: the connection was cut/,
  },
  {
    does: 'takes connections and says nothing',
    keepsWaiting: true,
    raw: () => {},
    exit: 3,
    first: /cannot be reached: no (whole )?answer came in time/,
  },
  { does: 'speaks SSH', raw: says('SSH-2.0-OpenSSH_9.6\r\n'), exit: 3, first: /does not speak HTTP/ },
  {
    does: 'answers with an alert of TLS',
    raw: says(Buffer.from([21, 3, 1, 0, 2, 2, 70])),
    exit: 3,
    first: /does not speak HTTP/,
  },
  { does: 'answers with zeros', raw: says(Buffer.alloc(4096)), exit: 3, first: /does not speak HTTP/ },
  {
    does: 'sends headers without end',
    raw: pours('HTTP/1.1 200 OK\r\n', 'x-more: and more\r\n'),
    exit: 3,
    first: /headers are too long|does not speak HTTP/,
  },
  {
    does: 'sends one header without end',
    raw: pours('HTTP/1.1 200 OK\r\nx: ', 'and more'),
    exit: 3,
    first: /headers are too long|does not speak HTTP/,
  },
  {
    does: 'sends 100 Continue without end',
    keepsWaiting: true,
    raw: pours('', 'HTTP/1.1 100 Continue\r\n\r\n'),
    exit: 3,
    first: /cannot be reached/,
  },
  {
    does: 'stops within its headers',
    keepsWaiting: true,
    raw: says('HTTP/1.1 200 OK\r\ncontent-ty'),
    exit: 3,
    first: /no (whole )?answer came in time/,
  },
  {
    does: 'promises more bytes than it sends',
    keepsWaiting: true,
    raw: saysAndCuts(`${ok}content-length: 1000\r\n\r\n{`),
    exit: 3,
    first: /cannot be reached: (the connection was cut|no whole answer came in time|its answer)/,
  },
  {
    does: 'sends chunks that are none',
    raw: says(`${ok}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`),
    exit: 3,
    first: /does not speak HTTP/,
  },
  {
    does: 'states two lengths',
    raw: says(`${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`),
    exit: 3,
    first: /not as long as it said|does not speak HTTP/,
  },
  {
    does: 'switches to another protocol',
    raw: says('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
    exit: 3,
    first: /cannot be reached/,
  },
  {
    does: 'answers twice what was asked once',
    raw: says(`${ok}content-length: 2\r\n\r\n{}HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n`),
    exit: 3,
    first: /not an MCP server|does not speak HTTP|cannot be reached|was judged/,
  },
  {
    does: 'answers with a status of no hundred',
    raw: says('HTTP/1.1 099 Early\r\ncontent-length: 2\r\n\r\n{}'),
    exit: 3,
    first: /does not speak HTTP/,
  },
  {
    does: 'promises more bytes than there are',
    raw: says(`${ok}content-length: 99999999999999999999999\r\n\r\n{}`),
    exit: 3,
    first: /not as long as it said|does not speak HTTP/,
  },
  {
    does: 'ends its chunks with headers without end',
    keepsWaiting: true,
    raw: pours(`${ok}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`, 'x-more: and more\r\n'),
    exit: 3,
    first: /cannot be reached|does not speak HTTP/,
  },
  {
    does: 'draws in its headers',
    raw: says(`${ok.replace('OK', '\u001b[31mOK\u009b1m')}x-a: \u001b]0;owned\u0007\r\ncontent-length: 2\r\n\r\n{}`),
    exit: 3,
    first: /does not speak HTTP|not an MCP server/,
    never: controls,
  },
  {
    does: 'dies after 20 requests',
    handles: { all: (res, asked, usual) => (total++ > 20 ? cut(res, asked, usual) : usual()) },
    exit: 3,
    first: /Incomplete.*cannot be reached any more/,
  },
];

let total = 0;
