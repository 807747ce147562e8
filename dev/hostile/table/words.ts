import type { Behaviour } from '../behaviour.ts';
import { controls, data, page, raw } from '../behaviour.ts';
import { json } from '../gateway.ts';

const refusal = (words: string) => ({ register: data({ error: 'invalid_request', error_description: words }, 400) });
const title = (words: string) => ({ authorize: page(`<title>${words}</title><p>${words}</p>`, 400) });
const found = /Not met|A sign-in does not come back|register/;

/** Words of the target that mean something to a terminal, a pipeline, a page or a file. */
export const words: Behaviour[] = [
  {
    does: 'draws over what a terminal shows',
    handles: refusal('\u001b[2J\u001b[H\u001b[32mConnected.\u001b[0m'),
    exit: 1,
    first: found,
    never: controls,
  },
  {
    does: 'sets the title of a terminal',
    handles: refusal('\u001b]0;owned\u0007\u009b31m'),
    exit: 1,
    first: found,
    never: controls,
  },
  { does: 'turns words round', handles: title('\u202egnp.exe\u2066\u200b'), exit: 3, first: found, never: controls },
  {
    does: 'commands GitHub from a new line',
    handles: refusal('no\n::error title=owned::yes\n::add-mask::x'),
    exit: 1,
    first: found,
    never: /^\s*::/m,
  },
  {
    does: 'commands GitHub by an older sign',
    handles: refusal('##[error]owned'),
    exit: 1,
    first: found,
    never: /##\[error/,
  },
  {
    does: 'commands Azure',
    handles: refusal('x\r##vso[task.setvariable variable=a]b'),
    exit: 1,
    first: found,
    never: /##vso\[/,
  },
  {
    does: 'commands TeamCity',
    handles: refusal("##teamcity[testFailed name='x']"),
    exit: 1,
    first: found,
    never: /##teamcity\[/,
  },
  {
    does: 'ends XML and begins HTML',
    handles: refusal(']]></error><script>alert(1)</script><!--'),
    exit: 1,
    first: found,
    never: /<script>alert\(1\)/,
    neverIn: ['index.html', 'summary.md', 'junit.xml'],
  },
  {
    does: 'speaks Markdown',
    handles: refusal('](javascript:alert(1)) ![x](http://evil.example/x) | a |\n# Title\n```'),
    exit: 1,
    first: found,
    never: /^# Title/m,
  },
  {
    does: 'sends halves of letters',
    handles: {
      register: raw('{"error":"x","error_description":"\\ud800 and \\udc00\\u0000"}', 'application/json', 400),
    },
    exit: 1,
    first: found,
  },
  {
    does: 'hides words in signs that nobody sees',
    handles: title('a\u061cb\u034fc\u115fd\u3164e\u{e0041}f\u{e0150}g\ufeff'),
    exit: 3,
    first: found,
    never: /[\u061c\u115f\u3164\ufeff]|\u034f|[\u{e0000}-\u{e0fff}]/u,
  },
  {
    does: 'commands by signs of an address, and mentions people',
    handles: refusal('%0A::error::x%0D%0A @everyone #1 <details><summary>x</summary> <!-- -->'),
    exit: 1,
    first: found,
    never: /<details><summary>x/,
    neverIn: ['index.html', 'summary.md', 'junit.xml'],
  },
  {
    does: 'speaks in the letters of its headers',
    handles: {
      mcp: (res, { origin }) =>
        json(
          res,
          401,
          {},
          {
            'www-authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp", error="\u009b31m", error_description="\u00ad\u0085::error::x"`,
            server: '\u009b2J',
          },
        ),
    },
    exit: [0, 1],
    first: /Conformant|Not met/,
    never: controls,
  },
  {
    does: 'says what no XML may hold',
    handles: {
      register: raw(
        '{"error":"\\uffff\\ufffe","error_description":"\\u0001 \\ud83d ]]> &#0; &#xFFFF;"}',
        'application/json',
        400,
      ),
    },
    exit: 1,
    first: found,
    never: controls,
  },
  { does: 'says 100 KB in one word', handles: refusal('x'.repeat(100_000)), exit: 1, first: found, never: /x{20000}/ },
  {
    does: 'says 100 KB in lines',
    handles: refusal('line\n'.repeat(20_000)),
    exit: 1,
    first: found,
    never: /(line\n){3}/,
  },
  {
    does: 'commands from its status line and type',
    handles: {
      register: (res) => void res.writeHead(400, '::error::x', { 'content-type': 'text/plain' }).end('::error::owned'),
    },
    exit: 1,
    first: found,
    never: /^\s*::/m,
  },
  {
    does: 'commands from its metadata',
    handles: {
      server: (res, { origin }, usual) =>
        origin === ''
          ? usual()
          : json(res, 200, { issuer: '::warning::x\n::error::y', authorization_endpoint: '\u001b[31mx' }),
    },
    exit: 1,
    first: /Not met/,
    never: /^\s*::/m,
  },
  {
    does: 'shows the password back',
    handles: {
      authorize: (res, { body, url }) =>
        page(
          body
            ? `<title>Hello ${body}</title>${Buffer.from('trader@example.com:a-long-password').toString('base64')} a-long-password ${Buffer.from('a-long-password').toString('hex')}`
            : `<title>In</title><form method="post" action="/authorize${url.search.replaceAll('&', '&amp;')}"><input name="username"><input type="password" name="password"><button>Go</button></form>`,
        )(res, {} as never, () => {}),
    },
    exit: 3,
    first: found,
    never:
      /a-long-password|YS1sb25nLXBhc3N3b3Jk|dHJhZGVyQGV4YW1wbGUuY29tOmEtbG9uZy1wYXNzd29yZA|612d6c6f6e672d70617373776f7264/,
  },
];
