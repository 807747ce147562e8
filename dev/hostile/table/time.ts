import type { Behaviour } from '../behaviour.ts';
import { data, late as later } from '../behaviour.ts';
import { json, tokenAnswer } from '../gateway.ts';

/** `late` is slow, and comes in time: in milliseconds. */
export const time = (late: number): Behaviour[] => [
  {
    does: 'answers each request just in time',
    isSlow: true,
    handles: { all: later(late) },
    exit: 3,
    first: /Incomplete.*seconds were spent waiting/,
  },
  {
    does: 'gives each body just in time',
    isSlow: true,
    handles: {
      all: (res, _asked, usual) => {
        const { end } = res;
        res.end = ((body: string) => {
          res.flushHeaders();
          const timer = setTimeout(() => !res.destroyed && end.call(res, body, 'utf8'), late);
          res.on('close', () => clearTimeout(timer));
          return res;
        }) as typeof res.end;
        usual();
      },
    },
    exit: 3,
    first: /Incomplete.*seconds were spent waiting/,
  },
  {
    does: 'is slow every other time',
    isSlow: true,
    handles: { all: (res, asked, usual) => (slow++ % 2 ? later(late)(res, asked, usual) : usual()) },
    exit: 3,
    first: /seconds were spent waiting/,
  },
  {
    does: 'is too slow for who has a token',
    isSlow: true,
    handles: { authorized: later(late), tools: later(late) },
    exit: 3,
    first: /seconds were spent waiting/,
  },
  { does: 'limits every request', handles: { all: (res) => json(res, 429, {}) }, exit: 3, first: /429/ },
  {
    does: 'limits every request for a day',
    handles: { all: (res) => json(res, 429, {}, { 'retry-after': '86400' }) },
    exit: 3,
    first: /429/,
  },
  {
    does: 'says a nonsense time to come back',
    handles: { register: (res) => json(res, 429, {}, { 'retry-after': '1e999 ::error::' }) },
    exit: 3,
    first: /429|limits|little/,
  },
  { does: 'is out of order', handles: { all: data({}, 503) }, exit: 3, first: /503|not an MCP server/ },
  {
    does: 'goes out of order',
    handles: { all: (res, asked, usual) => (served++ > 25 ? data({}, 503)(res, asked, usual) : usual()) },
    exit: 3,
    first: /any more: it answers 503/,
  },
  {
    does: 'gives tokens that are over at once',
    handles: {
      token: (res) => json(res, 200, tokenAnswer({ expires_in: 0 })),
      authorized: (res) => json(res, 401, {}),
    },
    exit: [1, 3],
    first: /Not met|A sign-in does not come back|401/,
  },
  {
    does: 'says to come back yesterday',
    handles: { all: (res) => json(res, 429, {}, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }) },
    exit: 3,
    first: /429/,
  },
  {
    does: 'limits every other request, for no time at all',
    handles: {
      all: (res, _asked, usual) => (limited++ % 2 ? usual() : json(res, 429, {}, { 'retry-after': '0' })),
    },
    exit: [0, 1, 3],
    first: /./,
  },
  {
    does: 'says dates from before and after time',
    handles: {
      all: (res, _asked, usual) => {
        res.setHeader('date', 'Fri, 31 Dec 9999 23:59:59 GMT');
        res.setHeader('expires', '-1');
        usual();
      },
    },
    exit: 0,
    first: /Conformant/,
  },
];

let [slow, served, limited] = [0, 0, 0];
