import { type Pages, to } from './server.ts';

/** How a sign-in or a permission page of somebody else may look; each of them leads to the client. */
export interface Shape {
  name: string;
  pages: Pages;
  /** What the server must have been told on the way, in this order. */
  hears?: readonly RegExp[];
  decision?: 'allow' | 'deny';
  /** Only a browser that runs scripts gets through. */
  needsScripts?: true;
  /** Shown to the real browser, too. */
  isTriedInABrowser?: true;
}

const page = (title: string, body: string): string => `<!doctype html><title>${title}</title><h1>${title}</h1>${body}`;
const inside = (body: string, title = 'Allow Claude?'): Pages => ({
  '/': () => page(title, body),
  '/yes': ({ back }) => to(back),
});
const signInWith = (fields: string, expected: (fields: URLSearchParams) => boolean): Pages => ({
  '/': () => page('Sign in', `<form method="post" action="/in">${fields}</form>`),
  '/in': ({ fields: sent, back }) => (expected(sent) ? to(back) : { status: 401, page: page('Sign in', 'wrong') }),
});
const isTrader =
  (name: string, password = 'password') =>
  (fields: URLSearchParams): boolean =>
    fields.get(name) === 'trader' && fields.get(password) === 'opening-bell';

const waysBack: Shape[] = [
  { name: 'a redirect', pages: { '/': ({ back }) => to(back) } },
  {
    name: 'a meta refresh',
    pages: { '/': ({ back }) => page('Returning', `<meta http-equiv="refresh" content="0;url=${back}">`) },
    isTriedInABrowser: true,
  },
  {
    name: 'a meta refresh in quotes and upper case',
    pages: { '/': ({ back }) => `<META HTTP-EQUIV="Refresh" CONTENT="1; URL='${back}'"><p>Please wait` },
  },
  {
    name: 'a Refresh header',
    pages: { '/': ({ back }) => ({ headers: { refresh: `0; url=${back}` }, page: 'Wait' }) },
  },
  {
    name: 'one link',
    pages: { '/': ({ back }) => page('Returning', `<a href="${back.replace('&', '&amp;')}">Back to the app</a>`) },
    isTriedInABrowser: true,
  },
  {
    name: 'a link to a page that redirects',
    pages: {
      '/': () => page('Done', '<nav><a href="/help">Help</a></nav><a href="/next">Continue to the app</a>'),
      '/next': ({ back }) => to(back),
    },
  },
  {
    name: 'a form that sends itself',
    pages: {
      '/': () =>
        `<body onload="document.forms[0].submit()"><form action="/next" method="post"><input type=hidden name=a value=b></form>`,
      '/next': ({ back }) => to(back),
    },
    hears: [/^POST \/next a=b$/],
    isTriedInABrowser: true,
  },
  {
    name: 'a form that goes to the client by GET',
    pages: {
      '/': ({ back }) =>
        `<form action="${back.split('?')[0]}"><input type=hidden name=code value=c><input type=hidden name=state value=s><button>Return</button></form>`,
    },
    isTriedInABrowser: true,
  },
  {
    name: 'a single button',
    pages: {
      '/': () =>
        page(
          'Almost there',
          '<form action="/next" method="post"><input type=hidden name=t value=1><button>Fortfahren</button></form>',
        ),
      '/next': ({ back }) => to(back),
    },
  },
  {
    name: 'a script that goes there',
    pages: {
      '/': ({ back }) => page('Returning', `<script>window.location.replace(${JSON.stringify(back)})</script>`),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'a button with a script that goes there',
    pages: {
      '/': () => page('Done', `<button type="button" onclick="location.href='/next'">Return to Claude</button>`),
      '/next': ({ back }) => to(back),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'a fallback for those without scripts',
    pages: {
      '/': () =>
        '<noscript><form action="/next"><button>Continue</button></form></noscript><script>location.href="/next"</script>',
      '/next': ({ back }) => to(back),
    },
  },
  {
    name: 'a page that a script draws',
    pages: {
      '/': () =>
        '<!doctype html><title>App</title><div id=root></div><script>setTimeout(()=>{root.innerHTML="<input id=user><input id=pw type=password><button id=go>Log in</button>";go.onclick=async()=>{if(user.value==="trader"&&pw.value==="opening-bell")location.href="/next"}},30)</script>',
      '/next': ({ back }) => to(back),
    },
    needsScripts: true,
    isTriedInABrowser: true,
  },
];

/** A page that leads on within its own site before anybody is asked anything. */
const behind = (lead: Pages[string]): Pages => ({
  ...signInWith(
    '<input name="login"><input type="password" name="password"><button>Sign in</button>',
    isTrader('login'),
  ),
  '/': lead,
  '/form': () =>
    page(
      'Sign in',
      '<form method=post action="/in"><input name=login><input type=password name=password><button>Go</button></form>',
    ),
});
const innerRedirects: Shape[] = [
  { name: 'a redirect to the form', pages: behind(() => to('/form?step=1')), isTriedInABrowser: true },
  {
    name: 'two redirects to the form, which set a cookie',
    pages: {
      ...behind(() => to('/gate', { 'set-cookie': 'seen=1; Path=/' })),
      '/gate': ({ headers }) => to(headers.cookie === 'seen=1' ? './form' : '/nowhere'),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'a meta refresh to the form',
    pages: behind(() => '<title>One moment</title><meta http-equiv=refresh content="0;url=form">'),
    isTriedInABrowser: true,
  },
  {
    name: 'a script that leads to the form',
    pages: behind(() => '<title>One moment</title><script>location.replace("/form")</script>'),
    isTriedInABrowser: true,
  },
  {
    name: 'a script that leads to the form after a while',
    pages: behind(() => '<title>One moment</title><script>setTimeout(()=>{location.href="/form"},80)</script>'),
    isTriedInABrowser: true,
  },
];

const signIns: Shape[] = [
  ...innerRedirects.map((shape) => ({ ...shape, name: `a sign-in page behind ${shape.name}` })),
  ...['username', 'login', 'user', 'email', 'identifier', 'j_username', 'account_id'].map((name) => ({
    name: `a user name called ${name}`,
    pages: signInWith(
      `<input name="${name}"><input type="password" name="pw"><button>Log in</button>`,
      isTrader(name, 'pw'),
    ),
  })),
  {
    name: 'a user name that is only the first field, and a box to be remembered',
    pages: signInWith(
      '<input type="text" name="x1"><input type="password" name="x2"><label><input type=checkbox name=remember value=1>Remember me</label><input type=submit value="Anmelden">',
      (fields) => isTrader('x1', 'x2')(fields) && !fields.has('remember'),
    ),
  },
  {
    name: 'other buttons before the right one',
    pages: signInWith(
      '<input name="login"><input type="password" name="password"><button type=button>Show</button><button name=provider value=google>Sign in with Google</button><button name=go value=1>Sign in</button>',
      (fields) => isTrader('login')(fields) && fields.get('go') === '1' && !fields.has('provider'),
    ),
    isTriedInABrowser: true,
  },
  {
    name: 'no button at all',
    pages: signInWith('<input name="login"><input type="password" name="password">', isTrader('login')),
    isTriedInABrowser: true,
  },
  {
    name: 'two steps',
    pages: {
      '/': () =>
        page(
          'Sign in',
          '<form method=post action="/name"><label for=i>User name</label><input id=i name=identifier><button>Next</button></form>',
        ),
      '/name': ({ fields }) =>
        page(
          'Welcome',
          `<form method=post action="/in"><input type=hidden name=identifier value="${fields.get('identifier')}"><input type=password name=password><button>Sign in</button></form>`,
        ),
      '/in': ({ fields, back }) => (isTrader('identifier')(fields) ? to(back) : { status: 401, page: 'wrong' }),
    },
    hears: [/^POST \/name identifier=trader$/],
    isTriedInABrowser: true,
  },
  {
    name: 'several forms, of which one has the password of those who are known',
    pages: {
      '/': () =>
        page(
          'Welcome',
          `<form action="/search"><input name=q type=search><button>Search</button></form>
           <form method=post action="/up"><input name=email><input type=password name=p1 autocomplete=new-password><input type=password name=p2><button>Sign up</button></form>
           <form method=post action="/in"><input name=email><input type=password name=password><button>Sign in</button></form>`,
        ),
      '/in': ({ fields, back }) => (isTrader('email')(fields) ? to(back) : 'wrong'),
    },
  },
  {
    name: 'a form in a table, which HTML pushes aside',
    pages: {
      '/': () =>
        '<title>Sign in</title><table><form method=post action="/in"><tr><td><input name=user><td><input type=password name=password><td><input type=submit value=Go></tr></form></table>',
      '/in': ({ fields, back }) => (isTrader('user')(fields) ? to(back) : 'wrong'),
    },
  },
  {
    name: 'a button that stands outside and names its form',
    pages: {
      '/': () =>
        '<title>Sign in</title><form id=f method=post action="/wrong"><input name=user><input type=password name=password></form><button form=f formaction="/in">Sign in</button>',
      '/in': ({ fields, back }) => (isTrader('user')(fields) ? to(back) : 'wrong'),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'a base that addresses are relative to',
    pages: {
      '/': () =>
        '<base href="/deep/er/"><title>Sign in</title><form method=post action="in"><input name=user><input type=password name=password><button>Go</button></form>',
      '/deep/er/in': ({ fields, back }) => (isTrader('user')(fields) ? to(back) : 'wrong'),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'an empty action, which is the page itself whatever its base',
    pages: {
      '/': ({ method, fields, back }) =>
        method === 'POST' && isTrader('user')(fields)
          ? to(back)
          : '<base href="/elsewhere/"><title>Sign in</title><form method=post><input name=user><input type=password name=password><button>Go</button></form>',
    },
  },
  {
    name: 'a form of several parts',
    pages: {
      '/': () =>
        '<title>Sign in</title><form method=post enctype="multipart/form-data" action="/in"><input name=user><input type=password name=password><button>Go</button></form>',
      '/in': ({ body, back }) => (/name="user"\r\n\r\ntrader\r\n/.test(body) ? to(back) : 'wrong'),
    },
  },
  {
    name: 'a page that looks at the origin of the form',
    pages: {
      '/': () =>
        page(
          'Sign in',
          '<form method=post action="/in"><input name=user><input type=password name=password><button>Go</button></form>',
        ),
      '/in': ({ headers, origin, back }) =>
        headers.origin === origin && headers['sec-fetch-site'] === 'same-origin'
          ? to(back)
          : { status: 403, page: 'no' },
    },
    isTriedInABrowser: true,
  },
  {
    name: 'an account to pick, as a list of buttons',
    pages: {
      '/': () =>
        page(
          'Choose an account',
          '<form action="/pick" method=post><button name=a value=1>other</button><button name=a value=2>trader (PA1)</button><button name=a value=3>Use another account</button></form>',
        ),
      '/pick': ({ fields, back }) => (fields.get('a') === '2' ? to(back) : 'wrong'),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'an account to pick, as choices of one form',
    pages: {
      '/': () =>
        page(
          'Select your account',
          '<form action="/pick" method=post><label><input type=radio name=a value=1>other</label><label><input type=radio name=a value=2>trader</label><button>Continue</button></form>',
        ),
      '/pick': ({ fields, back }) => (fields.get('a') === '2' ? to(back) : 'wrong'),
    },
  },
];

const yesWords = [
  ...[
    'Allow',
    'Authorize',
    'Authorise app',
    'Accept',
    'Approve',
    'Yes, allow access',
    'I agree',
    'Grant access',
    'Confirm',
  ],
  ...[
    'Erlauben',
    'Zulassen',
    'Autoriser',
    'Permitir',
    'Autorizza',
    'Toestaan',
    'Zezwól',
    'Tillåt',
    '許可する',
    '同意',
    '허용',
  ],
];
const noWords = [
  'Deny',
  'Cancel',
  'No',
  'Don’t allow',
  'Decline',
  'Abbrechen',
  'Refuser',
  'Cancelar',
  '拒否',
  '取消',
  '[ Cancel ]',
];

const permissions: Shape[] = [
  ...yesWords.map((word) => ({
    name: `“${word}” beside a No`,
    pages: inside(
      `<form action="/no"><button>Cancel</button></form><form action="/yes"><button>${word}</button></form>`,
    ),
  })),
  ...noWords.flatMap((word) => [
    {
      name: `“${word}” beside a Yes`,
      decision: 'deny' as const,
      pages: inside(
        `<form action="/wrong"><button>Allow</button></form><form action="/yes"><button>${word}</button></form>`,
      ),
    },
    {
      name: `a link “${word}” beside a Continue`,
      decision: 'deny' as const,
      pages: inside(`<form action="/wrong"><button>Continue</button></form><a href="/yes">${word}</a>`, 'Authorize'),
    },
  ]),
  {
    name: 'Continue on a page about permission',
    pages: inside(
      '<p>Claude wants to access your account.</p><form method=post action="/yes"><button autofocus>Continue</button></form><a href="/no">[ Cancel ]</a>',
    ),
    isTriedInABrowser: true,
  },
  { name: 'an input to submit', pages: inside('<form action="/yes"><input type=submit value="Authorize"></form>') },
  {
    name: 'links in place of buttons',
    pages: inside('<a href="/no">Deny</a> <a href="/yes">Allow</a>'),
    isTriedInABrowser: true,
  },
  {
    name: 'a choice that one button sends',
    pages: {
      '/': () =>
        page(
          'Authorize',
          '<form method=post action="/d"><label><input type=radio name=decision value=deny checked>No</label><label><input type=radio name=decision value=allow>Yes</label><button>Submit</button></form>',
        ),
      '/d': ({ fields, back }) => (fields.get('decision') === 'allow' ? to(back) : 'no'),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'decisions in hidden fields',
    pages: {
      '/': () =>
        page(
          'Authorize',
          '<form method=post action="/d"><input type=hidden name=consent value=reject><button>Not this</button></form><form method=post action="/d"><input type=hidden name=consent value=accept><button>OK</button></form>',
        ),
      '/d': ({ fields, back }) => (fields.get('consent') === 'accept' ? to(back) : 'no'),
    },
  },
  {
    name: 'decisions by what a button sends',
    pages: {
      '/': () =>
        page(
          'Claude',
          '<form method=post action="/d"><button name=approve value=false>✗</button><button name=approve value=true>✓</button></form>',
        ),
      '/d': ({ fields, back }) => (fields.get('approve') === 'true' ? to(back) : 'no'),
    },
  },
  {
    name: 'boxes that have to be ticked',
    pages: {
      '/': () =>
        page(
          'Authorize',
          '<form method=post action="/d"><label><input type=checkbox name=scope value="mcp:read">Read</label><label><input type=checkbox name=scope value="mcp:trade">Trade</label><label><input type=checkbox name=news>Newsletter</label><button>Allow</button></form>',
        ),
      '/d': ({ fields, back }) =>
        fields.getAll('scope').length === 2 && !fields.has('news') ? to(back) : 'nothing was ticked',
    },
    isTriedInABrowser: true,
  },
  {
    name: 'terms to agree to',
    pages: {
      '/': () =>
        page(
          'Authorize',
          '<form method=post action="/d"><input type=checkbox name=scope value=r checked><input type=checkbox name=terms value=1 required><button>Allow</button></form>',
        ),
      '/d': ({ fields, back }) => (fields.get('terms') === '1' && fields.get('scope') === 'r' ? to(back) : 'no terms'),
    },
  },
  {
    name: 'two pages',
    pages: {
      '/': () =>
        page(
          'What may it see?',
          '<form method=post action="/second"><button name=decision value=deny>No</button><button name=decision value=allow>Yes</button></form>',
        ),
      '/second': () =>
        page(
          'Really?',
          '<form method=post action="/yes"><button>Cancel</button><button name=ok value=1>Confirm</button></form>',
        ),
      '/yes': ({ fields, back }) => (fields.get('ok') ? to(back) : 'no'),
    },
  },
  {
    name: 'a button that is folded away, and a box that is drawn',
    pages: {
      '/': () =>
        page(
          'Authorize',
          '<form method=post action="/d"><details><summary>More</summary><label><input type=checkbox name=scope value=r style="display:none">Read</label><button name=decision value=allow>Allow</button></details></form>',
        ),
      '/d': ({ fields, back }) => (fields.get('decision') === 'allow' && fields.get('scope') === 'r' ? to(back) : 'no'),
    },
    isTriedInABrowser: true,
  },
  {
    name: 'a banner about cookies before it',
    pages: inside(
      '<form action="/cookies"><button>Accept all cookies</button></form><form action="/yes"><button>Cancel</button><button name=a value=1>Allow</button></form>',
    ),
  },
];

/** Every shape. */
export const SHAPES: readonly Shape[] = [...waysBack, ...signIns, ...permissions];
