import type { Behaviour } from '../behaviour.ts';
import { bomb, controls, cut, endless, hang, large, page, raw, redirect } from '../behaviour.ts';
import { text } from '../gateway.ts';

const nobody = /A sign-in does not come back/;
const form = (inner: string) =>
  `<title>Page</title><form method="post" action="/authorize"><input name="username"><input type="password" name="password">${inner}<button>Go on</button></form>`;

export const signIn: Behaviour[] = [
  { does: 'shows the same form for ever', handles: { authorize: page(form('')) }, exit: 3, first: nobody },
  {
    does: 'shows another page for ever',
    handles: {
      authorize: (res, { before }) =>
        text(
          res,
          200,
          `<title>Step ${before}</title><h1>Step ${'x'.repeat(before % 7)}</h1><form method="post"><button>Continue</button></form>`,
        ),
    },
    exit: 3,
    first: nobody,
  },
  { does: 'redirects to itself for ever', handles: { authorize: redirect('/authorize?{n}') }, exit: 1, first: nobody },
  { does: 'redirects to what is no URL', handles: { authorize: redirect('http://[') }, exit: 1, first: nobody },
  { does: 'redirects to a script', handles: { authorize: redirect('javascript:alert(1)') }, exit: 3, first: nobody },
  {
    does: 'signs in by a script',
    handles: { authorize: page(form('').replace('/authorize', 'javascript:send()')) },
    exit: 3,
    first: /needs a browser that runs scripts|was judged|little/,
    never: /sign_in_origins: \[null\]/,
  },
  {
    does: 'sends its form by mail',
    handles: { authorize: page(form('').replace('/authorize', 'mailto:a@example.com')) },
    exit: [1, 3],
    first: /one that leads to mailto:/,
    never: /sign_in_origins: \[null\]/,
  },
  {
    does: 'redirects to a file',
    handles: { authorize: redirect('file:///etc/passwd') },
    exit: 3,
    first: nobody,
    never: /root:/,
  },
  {
    does: 'redirects by a page for ever',
    handles: {
      authorize: (res, { before }) =>
        text(res, 200, `<title>${before}</title><meta http-equiv="refresh" content="0;url=/authorize?${before}">`),
    },
    exit: 3,
    first: nobody,
  },
  {
    does: 'shows ten thousand forms',
    handles: {
      authorize: page(`<title>Forms</title>${'<form method="post"><button>Go</button></form>'.repeat(10_000)}`),
    },
    exit: 1,
    first: nobody,
  },
  {
    does: 'shows a form of ten thousand fields',
    handles: { authorize: page(form('<input name="x" value="y">'.repeat(10_000))) },
    exit: 3,
    first: nobody,
  },
  {
    does: 'nests a page 100,000 deep',
    handles: { authorize: page(`${'<div>'.repeat(100_000)}${form('')}`) },
    exit: 1,
    first: nobody,
  },
  {
    does: 'sets 180 cookies on each page',
    handles: {
      authorize: (res, { before }) =>
        text(res, 200, `<title>${'y'.repeat(before)}</title>${form('')}`, 'text/html', {
          'set-cookie': Array.from({ length: 180 }, (_, i) => `c${before}-${i}=${'v'.repeat(50)}`),
        }),
    },
    exit: 3,
    first: nobody,
  },
  {
    does: 'sets cookies that are none',
    handles: {
      authorize: (res) =>
        text(res, 200, form(''), 'text/html', {
          'set-cookie': ['=', ';;;', `a=${'b'.repeat(9_000)}`, 'x=y; expires=never; domain=.com; path'],
        }),
    },
    exit: 3,
    first: nobody,
  },
  {
    does: 'shows a page without end',
    handles: { authorize: endless('<title>Long</title>', '<p>more</p>', 'text/html') },
    exit: 1,
    first: nobody,
  },
  {
    does: 'shows a page of 200 MB',
    handles: { authorize: large(200_000_000, 'text/html') },
    exit: 1,
    first: nobody,
  },
  {
    does: 'never shows a page',
    keepsWaiting: true,
    handles: { authorize: hang },
    exit: 1,
    // By which of the two it is told depends on who asked last.
    first:
      /(Requests are not answered.*authorize is not asked again: 2 times in a row|A sign-in does not come back.*:) no answer came in time/,
  },
  { does: 'cuts the connection on its page', handles: { authorize: cut }, exit: 1, first: nobody },
  {
    does: 'shows a page that is a bomb of gzip',
    handles: { authorize: raw(bomb(50), 'text/html', 200, { 'content-encoding': 'gzip' }) },
    exit: 1,
    first: nobody,
  },
  {
    does: 'has scripts that take for ever to read',
    handles: {
      authorize: page(
        `<title>Scripts</title><script>${'location.replace("'.repeat(900)}</script><script>${'setTimeout(()=>{'.repeat(900)}</script>`,
      ),
    },
    exit: 3,
    first: /a browser that runs scripts/,
  },
  {
    does: 'leads on to an address of a megabyte',
    handles: { authorize: redirect(`/authorize?${'x'.repeat(60_000)}&n={n}`) },
    exit: [1, 3],
    first: nobody,
  },
  {
    does: 'sends everything back in larger fields',
    handles: {
      authorize: (res, { body }) =>
        text(
          res,
          200,
          `<title>More</title>${form(`<textarea name=t>${body.slice(0, 200_000)}x${'y'.repeat(9_000)}</textarea>`)}`,
        ),
    },
    exit: 3,
    first: nobody,
  },
  {
    does: 'asks in a window of the browser',
    handles: {
      authorize: page('<title>401</title>', 401, { 'www-authenticate': 'Basic realm="\u00e4\u009b31m", Digest x' }),
    },
    exit: [1, 3],
    first: nobody,
    never: controls,
  },
  {
    does: 'sends the password elsewhere',
    handles: { authorize: page(form('').replace('/authorize', 'http://127.0.0.1:9/take')) },
    exit: 3,
    first: /./,
    never: /a-long-password/,
  },
  {
    does: 'has a base that is no URL',
    handles: { authorize: page(`<base href="http://[">${form('')}`) },
    exit: 3,
    first: nobody,
  },
  {
    does: 'brings a state that nobody sent',
    handles: {
      authorize: (res, { url }) =>
        void res.writeHead(302, { location: `${url.searchParams.get('redirect_uri')}?code=x&state=other` }).end(),
    },
    exit: 1,
    first: /state|sign-in/,
  },
];
