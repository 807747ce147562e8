import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type PageServer, type Pages, servePages, to } from '../../dev/testing/pages/server.ts';
import { SHAPES } from '../../dev/testing/pages/shapes.ts';
import type { BrowserMemory, Human } from '../vocabulary/user-agent.ts';
import { createHttp, createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { createFormUserAgent } from './form.ts';

/** Nothing listens there, and nothing may ask. */
const CLIENT = 'http://127.0.0.1:9/callback';
const BACK = `${CLIENT}?code=c&state=s`;
const signIn =
  '<form method=post action="/in"><input name=user><input type=password name=password><button>Go</button></form>';
const human: Human = { username: 'trader', password: 'opening-bell' };

const servers: PageServer[] = [];
const pool = createPool();
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => pool.close());

async function serve(pages: Pages): Promise<PageServer> {
  const server = await servePages(pages, BACK);
  servers.push(server);
  return server;
}

function browser(memory?: BrowserMemory) {
  const recorder = createRecorder();
  const http = createHttp(recorder, pool, () => 'gateway');
  return createFormUserAgent(http, recorder, createSecrets(), memory);
}

const visit = (origin: string, more: Partial<Human> = {}, path = '/') =>
  browser().visit(`${origin}${path}`, CLIENT, { ...human, signsInAt: [origin], ...more });

describe('whoever knows their way about gets to the client by', () => {
  test.each(SHAPES.filter(({ needsScripts }) => !needsScripts))('$name', async ({ pages, hears = [], decision }) => {
    const { origin, asked } = await serve(pages);
    const { redirect, why } = await visit(origin, decision ? { decision } : {});
    expect(redirect?.url.href, why).toBe(BACK);
    for (const heard of hears) expect(asked).toContainEqual(expect.stringMatching(heard));
  });
});

test.each(SHAPES.filter(({ needsScripts }) => needsScripts))(
  'without scripts, $name says what it needs',
  async ({ pages }) => {
    const { origin } = await serve(pages);
    await expect(visit(origin)).rejects.toMatchObject({ name: 'Untestable', means: 'browser' });
  },
);

describe('the client is never asked for anything', () => {
  test.each([
    ['its redirect URI', BACK],
    ['another path of it', 'http://127.0.0.1:9/elsewhere?code=c&state=s'],
    ['the target that the request names', 'https://attacker.example/callback?code=c'],
    ['wherever the state goes', 'http://127.0.0.1:1/anything?code=c&state=s'],
    ['wherever the state goes in a fragment', 'http://127.0.0.1:1/#error=invalid_request&state=s'],
    ['another name of the same machine', 'http://localhost:9/callback?code=c'],
    ['a scheme of its own', 'cursor://anysphere/callback?code=c'],
  ])('%s', async (_, location) => {
    const { origin, asked } = await serve({ '/': () => to(location) });
    const path = '/?state=s&redirect_uri=https%3A%2F%2Fattacker.example%2Fcallback';
    const { redirect } = await visit(origin, {}, path);
    expect(redirect?.url.href).toBe(location);
    expect(asked).toHaveLength(1);
  });

  test('nor by a form that is sent once more', async () => {
    const { origin } = await serve({
      '/': () =>
        '<title>Allow?</title><form action="/yes" method=post><button>Deny</button><button name=d value=1>Allow</button></form>',
      '/yes': ({ back }) => to(back),
    });
    const agent = browser();
    const { stoppedAt } = await agent.visit(origin, CLIENT, { ...human, decision: 'leave' });
    await expect(agent.submit(stoppedAt!, { name: 'd', value: '1' })).rejects.toMatchObject({
      expected: 'a page',
      seen: `a redirect to ${BACK}`,
    });
  });

  test('a form that posts the answer is told', async () => {
    const { origin } = await serve({
      '/': () =>
        `<body onload="document.forms[0].submit()"><form method=post action="${CLIENT}"><input type=hidden name=code value=c></form>`,
    });
    await expect(visit(origin)).rejects.toMatchObject({ expected: 'the answer in the query of the redirect URI' });
  });
});

describe('who does not get there is told where it ended and why', () => {
  const again = () => `<title>Sign in</title><p>Try again ${signIn}`;
  test.each<[string, Pages, RegExp]>([
    ['the password again', { '/': again, '/in': again }, /“Sign in” \(200\) asks for the password again .*Try again/],
    [
      'a page in JSON',
      {
        '/': () => ({
          status: 400,
          headers: { 'content-type': 'application/json' },
          page: '{"error":"invalid_request","error_description":"No resource"}',
        }),
      },
      /“No resource” \(400 invalid_request\)/,
    ],
    [
      'a page of text',
      { '/': () => ({ status: 500, headers: { 'content-type': 'text/plain' }, page: 'It broke\nbadly' }) },
      /“It broke” \(500\): it says “It broke badly”/,
    ],
    [
      'a question that nobody knows',
      {
        '/': () =>
          '<title>Pick a plan</title><form><input name=plan required><input name=size required><button>Buy</button></form>',
      },
      /“Pick a plan” \(200\) asks for “plan”, “size” and has the buttons “Buy”, of which none says yes/,
    ],
    [
      'a page with nothing on it',
      { '/': () => '<title>Home</title>Welcome' },
      /“Home” \(200\) has neither a form nor a link/,
    ],
    [
      'the same page for ever',
      { '/': () => '<title>Allow?</title><form><button>Allow</button></form>' },
      /“Allow\?” \(200\) comes again and again/,
    ],
  ])('%s', async (_, pages, why) => {
    const { origin } = await serve(pages);
    const landing = await visit(origin);
    expect(landing.why).toMatch(why);
  });

  test.each<[string, string, string]>([
    ['a one-time code', '<form><input name=otp autocomplete=one-time-code><button>Verify</button></form>', 'person'],
    ['a puzzle', '<div class="g-recaptcha"></div>', 'person'],
    ['scripts', '<script src="/app.js"></script><div id=root></div>', 'browser'],
  ])('%s: names what would help', async (_, body, means) => {
    const { origin } = await serve({ '/': () => `<title>Verify</title>${body}` });
    await expect(visit(origin)).rejects.toMatchObject({ name: 'Untestable', means });
  });

  test('a password that is refused is not typed for ever', async () => {
    const { origin, asked } = await serve({
      '/': again,
      '/in': () => `<title>Sign in</title>Wrong password ${signIn}`,
    });
    const memory = {};
    const tried = () => browser(memory).another().visit(origin, CLIENT, human);
    for (let tries = 0; tries < 2; tries++) expect((await tried()).why).toMatch(/asks for the password again/);
    await expect(tried()).rejects.toMatchObject({ name: 'Untestable', means: 'user' });
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(2);
  });

  test('nobody, who types nothing', async () => {
    const { origin, asked } = await serve({ '/': again });
    expect((await visit(origin, { username: '', password: '' })).why).toMatch(/“Sign in” \(200\) asks who it is/);
    expect(asked).toEqual(['GET /']);
  });

  test('a user name where an email address is asked for', async () => {
    const form = signIn.replace('name=user', 'name=user type=email');
    const { origin } = await serve({ '/': () => form, '/in': ({ back }) => to(back) });
    await expect(visit(origin)).rejects.toThrow('takes an email address, and “trader” is none');
    expect((await visit(origin, { email: 'trader@example.com' })).redirect?.url.href).toBe(BACK);
  });

  test('a sign-in elsewhere: the line that would allow it', async () => {
    const { origin } = await serve({ '/': () => `<title>Sign in</title>${signIn}` });
    await expect(visit(origin, { signsInAt: ['https://mcp.example.com'] })).rejects.toThrow(
      `write “sign_in_origins: [${origin}]” into the configuration`,
    );
  });

  test('pages without end, which count themselves', async () => {
    let page = 0;
    const next = () => `<title>Step ${++page}</title><form action="/"><button>Continue</button></form>`;
    const { origin } = await serve({ '/': next });
    expect((await visit(origin)).why).toMatch(/“Step 4” .* comes again and again/);
  });

  test('redirects without end', async () => {
    const { origin } = await serve({ '/': () => to('/') });
    await expect(visit(origin)).rejects.toMatchObject({ seen: '25 redirects in a row' });
  });
});

describe('what browsers obey is told', () => {
  const asking = (policy: string, meta = ''): Pages => ({
    '/': () => ({
      headers: { 'content-security-policy': policy },
      page: `${meta}<title>Allow?</title><form action="/yes" method=post><button>Deny</button><button name=d value=1>Allow</button></form>`,
    }),
    '/yes': ({ back }) => to(back),
  });
  test.each([
    ["form-action 'self'", ''],
    ["default-src 'none'; form-action 'none'", ''],
    ["default-src 'self', form-action https:", ''],
    ['sandbox allow-scripts', ''],
    ['', `<meta http-equiv="Content-Security-Policy" content="form-action 'self'">`],
  ])('%s%s keeps the form from the client', async (policy, meta) => {
    const { origin } = await serve(asking(policy, meta));
    const { redirect, remarks } = await visit(origin);
    expect(redirect?.url.href).toBe(BACK);
    expect(remarks).toMatchObject([{ about: 'form-action', says: expect.stringContaining('Content-Security-Policy') }]);
  });
  test.each([
    ['form-action *', ''],
    ["default-src 'none'", ''],
    ["form-action 'self' http://127.0.0.1:*", ''],
    ["form-action 'self' http:", ''],
    ["form-action 'self' http://127.0.0.1:9/callback", ''],
  ])('%s%s does not', async (policy, meta) => {
    const { origin } = await serve(asking(policy, meta));
    expect((await visit(origin)).remarks).toEqual([]);
  });

  test('a password that is sent by GET', async () => {
    const { origin, asked } = await serve({
      '/': () =>
        '<title>Sign in</title><form action="/in"><input name=user><input type=password name=password><button>Go</button></form>',
      '/in': ({ back }) => to(back),
    });
    const { redirect, remarks } = await visit(origin);
    expect(redirect?.url.href).toBe(BACK);
    expect(asked).toContain('GET /in?user=trader&password=opening-bell');
    expect(remarks).toMatchObject([{ about: 'password-in-an-address' }]);
  });
});

describe('a browser says where it comes from', () => {
  const posting = (headers: Record<string, string>, head = '') => {
    const heard: (string | undefined)[] = [];
    const pages: Pages = {
      '/': () => ({
        headers,
        page: `${head}<form method=post action="/in"><input type=hidden name=a value=b><button>Continue</button></form>`,
      }),
      '/in': ({ headers: sent, back }) => {
        heard.push(sent.origin, sent.referer?.replace(/^http:..[^/]*/, ''), String(sent['sec-fetch-site']));
        return to(back);
      },
    };
    return { heard, pages };
  };
  test.each<[string, Record<string, string>, string, (string | undefined)[]]>([
    ['nothing', {}, '', ['own', '/', 'same-origin']],
    ['no-referrer', { 'referrer-policy': 'no-referrer' }, '', ['null', undefined, 'same-origin']],
    [
      'the last that is known',
      { 'referrer-policy': 'no-referrer, strict-origin, nonsense' },
      '',
      ['own', '/', 'same-origin'],
    ],
    ['a meta element', {}, '<meta name=referrer content=no-referrer>', ['null', undefined, 'same-origin']],
    ['same-origin', { 'referrer-policy': 'same-origin' }, '', ['own', '/', 'same-origin']],
  ])('where the page asks for %s', async (_, headers, head, expected) => {
    const { heard, pages } = posting(headers, head);
    const { origin } = await serve(pages);
    await visit(origin);
    expect(heard.map((one) => (one === origin ? 'own' : one))).toEqual(expected);
  });

  test('and sends no strict cookie with a form of another site', async () => {
    const other = await serve({ '/in': ({ headers, back }) => to(`${back}&cookie=${headers.cookie ?? 'none'}`) });
    const elsewhere = other.origin.replace('127.0.0.1', 'localhost');
    const { origin } = await serve({
      '/': () =>
        `<form method=post action="${elsewhere}/in"><input type=hidden name=a value=b><button>Continue</button></form>`,
    });
    const { redirect } = await visit(origin);
    expect(redirect?.url.searchParams.get('cookie')).toBe('none');
  });
});

describe('each browser has cookies of its own', () => {
  const pages: Pages = {
    '/': ({ headers, back }) =>
      headers.cookie
        ? to(`${back}&who=${headers.cookie}`)
        : '<form method=post action="/in"><input name=user><input type=password name=password><button>Go</button></form>',
    '/switch': () => signIn,
    '/in': ({ fields }) => to('/', { 'set-cookie': `who=${fields.get('user')}` }),
  };
  const whoArrives = async (agent: ReturnType<typeof browser>, origin: string, username = 'trader') => {
    const { redirect, pages: seen } = await agent.visit(origin, CLIENT, { ...human, username });
    return `${redirect?.url.searchParams.get('who')} after ${seen.length}`;
  };

  test('those who share one are signed in', async () => {
    const { origin } = await serve(pages);
    const memory = {};
    expect(await whoArrives(browser(memory), origin)).toBe('who=trader after 1');
    expect(await whoArrives(browser(memory), origin)).toBe('who=trader after 0');
  });

  test('another one knows nobody, and tells nobody', async () => {
    const { origin } = await serve(pages);
    const memory = {};
    await whoArrives(browser(memory), origin);
    expect(await whoArrives(browser(memory).another(), origin, 'twin')).toBe('who=twin after 1');
    expect(await whoArrives(browser(memory), origin)).toBe('who=trader after 0');
  });

  test('who signs in at the browser of another leaves nothing there', async () => {
    const { origin } = await serve(pages);
    const memory = {};
    await whoArrives(browser(memory), origin);
    const lent = browser(memory);
    await lent.visit(`${origin}/switch`, CLIENT, { ...human, username: 'twin' });
    expect(await whoArrives(lent, origin, 'twin')).toBe('who=twin after 0');
    expect(await whoArrives(browser(memory), origin)).toBe('who=trader after 1');
  });

  test('a server that sets cookies without end fills nothing', async () => {
    let page = 0;
    const { origin } = await serve({
      '/': ({ headers, back }) => {
        const count = headers.cookie?.split(';').length ?? 0;
        if (++page === 5) return to(`${back}&count=${count}`);
        const cookies = Array.from({ length: 180 }, (_, at) => `c${page}-${at}=${'v'.repeat(30)}${page}-${at}`);
        return { status: 302, headers: { location: '/', 'set-cookie': cookies } };
      },
    });
    const { redirect } = await visit(origin);
    expect(redirect?.url.searchParams.get('count')).toBe('50');
  });
});
