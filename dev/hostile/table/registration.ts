import type { Behaviour } from '../behaviour.ts';
import { controls, cut, data, drip, endless, hang, nested, page, raw, redirect } from '../behaviour.ts';

const about = /registration|register/i;

export const registration: Behaviour[] = [
  { does: 'answers 201 with nothing', handles: { register: raw('', 'application/json', 201) }, exit: 1, first: about },
  { does: 'gives a number as Client ID', handles: { register: data({ client_id: 7 }, 201) }, exit: 1, first: about },
  { does: 'gives an object as Client ID', handles: { register: data({ client_id: {} }, 201) }, exit: 1, first: about },
  {
    does: 'gives a Client ID of 100 KB',
    handles: { register: data({ client_id: 'x'.repeat(100_000) }, 201) },
    exit: 0,
    first: /Conformant/,
  },
  {
    does: 'gives a Client ID with line breaks',
    handles: { register: data({ client_id: 'a\r\nset-cookie: b=c' }, 201) },
    exit: 0,
    first: /Conformant/,
  },
  { does: 'registers with a page', handles: { register: page('<p>thanks</p>', 201) }, exit: 1, first: about },
  {
    does: 'answers with a status that there is not',
    handles: { register: data({ client_id: 'x' }, 999) },
    exit: 1,
    first: about,
  },
  { does: 'registers nobody', handles: { register: data({ error: 'server_error' }, 500) }, exit: 1, first: about },
  {
    does: 'never answers a registration',
    keepsWaiting: true,
    handles: { register: hang },
    exit: 3,
    first: /register|registration/i,
  },
  {
    does: 'cuts the connection on registration',
    handles: { register: cut },
    exit: 3,
    first: /register|registration/i,
  },
  {
    does: 'answers a registration without end',
    handles: { register: endless('{"client_id":"', 'x', 'application/json', 201) },
    exit: 3,
    first: /register|registration/i,
  },
  {
    does: 'answers a registration drop by drop',
    keepsWaiting: true,
    handles: { register: drip(' ', 40, 'application/json', 201) },
    exit: 3,
    first: /register|registration/i,
  },
  { does: 'redirects registrations', handles: { register: redirect('/register?{n}', 307) }, exit: 1, first: about },
  {
    does: 'nests a registration 100,000 deep',
    handles: { register: raw(nested(100_000), 'application/json', 201) },
    exit: 3,
    first: about,
  },
  {
    does: 'registers another redirect URI than was sent',
    handles: {
      register: (res) =>
        data({ client_id: 'c', redirect_uris: ['https://evil.example/take'], client_name: '\u202eevil\u001b[2J' }, 201)(
          res,
          {} as never,
          () => {},
        ),
    },
    exit: [0, 1],
    first: /Conformant|Not met/,
    never: controls,
  },
  {
    does: 'keeps clients at another place',
    handles: {
      register: data(
        {
          client_id: '__proto__',
          registration_client_uri: 'http://127.0.0.1:9/take',
          registration_access_token: 'of-the-registration',
          client_id_issued_at: '1e999',
        },
        201,
      ),
    },
    exit: [0, 1],
    first: /Conformant|Not met/,
  },
  {
    does: 'gives a secret of odd letters that is over already',
    handles: {
      register: data(
        {
          client_id: 'c:%0d%0a',
          client_secret: '\u0000:%\n',
          client_secret_expires_at: 1,
          token_endpoint_auth_method: 'client_secret_basic',
        },
        201,
      ),
    },
    exit: [0, 1],
    first: /Conformant|Not met/,
  },
  {
    does: 'limits every registration',
    handles: { register: data({ error: 'slow_down' }, 429) },
    exit: 3,
    first: /429|limits requests|little/,
  },
];
