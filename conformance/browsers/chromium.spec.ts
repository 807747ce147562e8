import { expect, test } from '@playwright/test';
import { type Pages, servePages, to } from '../../dev/testing/pages/server.ts';
import { SHAPES } from '../../dev/testing/pages/shapes.ts';
import type { BrowserMemory, Human, UserAgent } from '../vocabulary/user-agent.ts';
import { createGuard } from '../wire/guard.ts';
import { createHttp, createPool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createSecrets } from '../wire/secrets.ts';
import { type BrowserUserAgents, launchBrowser } from './browser.ts';

const human: Human = { username: 'trader', password: 'opening-bell' };
let chromium: BrowserUserAgents;
test.beforeAll(async () => {
  chromium = await launchBrowser();
});
test.afterAll(() => chromium.close());

function browser(memory?: BrowserMemory): UserAgent {
  const recorder = createRecorder();
  const http = createHttp(recorder, createPool(), () => 'gateway');
  return chromium.create(http, recorder, createSecrets(), memory);
}

interface Parties {
  origin: string;
  /** The client, where a server waits that must never be asked. */
  client: string;
  back: string;
}

async function withPages(pages: Pages, act: (parties: Parties) => Promise<void>): Promise<void> {
  const client = await servePages({}, '');
  const callback = `${client.origin}/callback`;
  const back = `${callback}?code=c&state=s`;
  const server = await servePages(pages, back);
  try {
    await act({ origin: server.origin, client: callback, back });
    expect(client.asked).toEqual([]);
  } finally {
    await server.close();
    await client.close();
  }
}

for (const { name, pages, decision } of SHAPES.filter((shape) => shape.isTriedInABrowser)) {
  test(`gets to the client by ${name}`, async () => {
    await withPages(pages, async ({ origin, client, back }) => {
      const who = { ...human, signsInAt: [origin], ...(decision ? { decision } : {}) };
      const { redirect, why } = await browser().visit(origin, client, who);
      expect(redirect?.url.href, why).toBe(back);
    });
  });
}

const asking = '<form action="/yes" method=post><button>Deny</button><button name=d value=1>Allow</button></form>';

test('a policy that keeps the form from the client is quoted from the console', async () => {
  const pages: Pages = {
    '/': () => ({
      headers: { 'content-security-policy': "form-action 'self'" },
      page: `<title>Allow?</title>${asking}`,
    }),
    '/yes': ({ back }) => to(back),
  };
  await withPages(pages, async ({ origin, client }) => {
    const visit = browser().visit(origin, client, human);
    await expect(visit).rejects.toThrow(/console says “.*form-action/);
  });
});

for (const [how, lead] of [
  ['a redirect', (place: string) => to(place)],
  ['a meta refresh', (place: string) => `<title>On</title><meta http-equiv=refresh content="0;url=${place}">`],
  ['a script', (place: string) => `<title>On</title><script>location.replace("${place}")</script>`],
  ['a form that sends itself', (place: string) => `<body onload="document.forms[0].submit()"><form action="${place}">`],
] as const)
  test(`where the guard lets nobody go, ${how} does not lead`, async () => {
    const inner = await servePages({ '/': () => 'words of an inner service' }, '');
    await withPages({ '/': () => to('/on'), '/on': () => lead(`${inner.origin}/`) }, async ({ origin, client }) => {
      const guard = createGuard({ target: origin, counts: 'outside' });
      const guarded = await launchBrowser(false, { guard });
      try {
        const recorder = createRecorder();
        const agent = guarded.create(
          createHttp(recorder, createPool(), () => 'gateway'),
          recorder,
          createSecrets(),
        );
        await expect(agent.visit(origin, client, human)).rejects.toThrow(/does not lead there: it was not asked/);
      } finally {
        await guarded.close();
      }
    });
    expect(inner.asked).toEqual([]);
    await inner.close();
  });

test('a script that leads where nobody listens is a finding, and no page of Chromium’s is read for one', async () => {
  const gone = await servePages({}, '');
  await gone.close();
  const page = `<title>On</title><script>location.replace("${gone.origin}/")</script>`;
  await withPages({ '/': () => page }, async ({ origin, client }) => {
    await expect(browser().visit(origin, client, human)).rejects.toThrow(/none that the browser could open/);
  });
});

test('an app’s own scheme is where the way ends', async () => {
  await withPages({ '/': () => asking, '/yes': () => to('cursor://anysphere/callback?code=c') }, async ({ origin }) => {
    const { redirect } = await browser().visit(origin, 'cursor://anysphere/callback', human);
    expect(redirect?.url.href).toBe('cursor://anysphere/callback?code=c');
  });
});

test('an answer is given once more, from the page as it was', async () => {
  let answers = 0;
  const pages: Pages = {
    '/': () => `<title>Allow?</title>${asking}`,
    '/yes': ({ back }) => (++answers === 1 ? to(back) : { status: 400, page: '<title>Answered already</title>' }),
  };
  await withPages(pages, async ({ origin, client }) => {
    const agent = browser();
    const { pages: seen } = await agent.visit(origin, client, human);
    expect((await agent.submit(seen[0]!, { name: 'd', value: '1' })).title).toBe('Answered already');
  });
});

test('each person has an empty browser, and another one is empty, too', async () => {
  const pages: Pages = {
    '/': ({ headers, back }) =>
      headers.cookie
        ? to(`${back}&who=${headers.cookie}`)
        : '<form method=post action="/in"><input name=user><input type=password name=password><button>Go</button></form>',
    '/in': ({ fields }) => to('/', { 'set-cookie': `who=${fields.get('user')}` }),
  };
  await withPages(pages, async ({ origin, client }) => {
    const memory = {};
    const whoArrives = async (agent: UserAgent, username: string) => {
      const { redirect, pages: seen } = await agent.visit(origin, client, { ...human, username });
      return `${redirect?.url.searchParams.get('who')} after ${seen.length}`;
    };
    expect(await whoArrives(browser(memory), 'trader')).toBe('who=trader after 1');
    expect(await whoArrives(browser(memory), 'trader')).toBe('who=trader after 0');
    expect(await whoArrives(browser(), 'twin')).toBe('who=twin after 1');
    expect(await whoArrives(browser(memory).another(), 'twin')).toBe('who=twin after 1');
  });
});
