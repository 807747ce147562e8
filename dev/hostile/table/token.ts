import type { Behaviour } from '../behaviour.ts';
import { controls, cut, data, drip, endless, hang, nested, page, raw, redirect } from '../behaviour.ts';
import { json, tokenAnswer } from '../gateway.ts';

const silent =
  /Requests are not answered.*token is not asked again: 2 times in a row|A sign-in does not come back.*(no answer came in time|not whole after)/;
const jwtOf = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const about = /Not met|A sign-in does not come back/;

export const token: Behaviour[] = [
  {
    does: 'gives a token with line breaks',
    handles: { token: data({ access_token: 'a\r\nx-more: b', token_type: 'Bearer' }) },
    exit: 3,
    first: about,
  },
  {
    does: 'gives a token of letters that no header holds',
    handles: { token: data({ access_token: 'Schlüssel 🔑 \u0000', token_type: 'Bearer' }) },
    exit: 3,
    first: about,
  },
  {
    does: 'gives an object as token',
    handles: { token: data({ access_token: {}, token_type: {} }) },
    exit: 1,
    first: about,
  },
  {
    does: 'gives an empty token',
    handles: { token: data({ access_token: '', token_type: 'Bearer' }) },
    exit: 1,
    first: about,
  },
  {
    does: 'gives a token of 100 KB',
    handles: { token: data({ access_token: 'x'.repeat(100_000), token_type: 'Bearer' }) },
    exit: 1,
    first: about,
  },
  {
    does: 'gives every other member a wrong type',
    handles: {
      token: (res) => json(res, 200, tokenAnswer({ token_type: 5, expires_in: 'never', scope: {}, refresh_token: 7 })),
    },
    exit: 1,
    first: about,
  },
  {
    does: 'gives tokens that lived before time',
    handles: {
      token: (res) => raw(JSON.stringify(tokenAnswer()).replace('600', '-1e999'))(res, {} as never, () => {}),
    },
    exit: 1,
    first: about,
  },
  { does: 'answers with a page', handles: { token: page('<p>thanks</p>') }, exit: 1, first: about },
  { does: 'answers with a list', handles: { token: data([{}]) }, exit: 1, first: about },
  { does: 'answers with half a document', handles: { token: raw('{"access_token": "x') }, exit: 1, first: about },
  { does: 'nests an answer 100,000 deep', handles: { token: raw(nested(100_000)) }, exit: 1, first: about },
  { does: 'answers without end', handles: { token: endless('{"access_token":"', 'x') }, exit: 1, first: about },
  { does: 'never answers for a token', keepsWaiting: true, handles: { token: hang }, exit: 1, first: silent },
  {
    does: 'answers for a token drop by drop',
    keepsWaiting: true,
    handles: { token: drip(' ', 40) },
    exit: 1,
    first: silent,
  },
  { does: 'cuts the connection on a token', handles: { token: cut }, exit: 1, first: about },
  { does: 'redirects who asks for a token', handles: { token: redirect('/token?{n}', 307) }, exit: 1, first: about },
  {
    does: 'gives JWTs of claims that are none',
    handles: {
      token: (res) =>
        json(res, 200, {
          access_token: jwtOf({ exp: {}, aud: [null, 5, {}], iss: [], scope: 7, sub: '\u001b[2J' }),
          token_type: 'Bearer',
        }),
    },
    exit: [1, 3],
    first: about,
    never: controls,
  },
  {
    does: 'gives a JWT nested 50,000 deep',
    handles: {
      token: (res) =>
        json(res, 200, {
          access_token: `e30.${Buffer.from(nested(50_000)).toString('base64url')}.x`,
          token_type: 'Bearer',
        }),
    },
    exit: [1, 3],
    first: about,
  },
  {
    does: 'lives for ever, and a moment',
    handles: {
      token: (res) =>
        raw(JSON.stringify(tokenAnswer({ refresh_token: '__proto__' })).replace('600', '1e308'))(
          res,
          {} as never,
          () => {},
        ),
    },
    exit: [0, 1],
    first: /Conformant|Not met/,
  },
  {
    does: 'gives a token with quotes, commas and a scheme',
    handles: { token: data({ access_token: 'Bearer "a", b="c"; d', token_type: 'bearer\u202e', scope: '"\\ \u0000' }) },
    exit: [1, 3],
    first: about,
    never: controls,
  },
  {
    does: 'limits every token',
    handles: { token: data({ error: 'slow_down' }, 429) },
    exit: 3,
    first: /429|limits requests|little/,
  },
];
