import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Request, Response, Page as Tab } from 'playwright-core';
import { UsageError } from '../help/failures.ts';
import { Violation } from '../vocabulary/expect.ts';
import type { Http } from '../vocabulary/http.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { BrowserMemory, UserAgent } from '../vocabulary/user-agent.ts';
import { DEADLINE } from '../wire/http.ts';
import type { Recorder } from '../wire/recorder.ts';
import { type Arrived, createUserAgent, type Driver, type Fields, isCallback, show } from './act.ts';
import type { Form } from './html.ts';

/** How long a person may take to sign in, in milliseconds. */
const PERSON_TAKES = 5 * 60_000;

/** A real Chromium that several people share, each with cookies of their own. */
export interface BrowserUserAgents {
  create(http: Http, recorder: Recorder, secrets: Secrets, memory?: BrowserMemory): UserAgent;
  close(): Promise<void>;
}

async function chromiumPath(): Promise<{
  launch: typeof import('playwright-core').chromium.launch;
  executablePath: string;
}> {
  const playwright = await import('playwright-core').catch(() => undefined);
  if (!playwright) throw new UsageError('--user-agent browser and person need Playwright: npm install playwright-core');
  const { chromium } = playwright;
  const candidates = [
    process.env.OPENBELL_CHROMIUM,
    process.env.CHROME_PATH,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) {
    throw new UsageError(
      'no Chromium was found: install Chrome, run “npx playwright install chromium”, or name one in OPENBELL_CHROMIUM',
    );
  }
  return { launch: chromium.launch.bind(chromium), executablePath };
}

/**
 * Starts Chromium. With `person`, a window opens and whoever sits there signs in once; the flows behind it go on in the
 * same browser session by themselves.
 */
export async function launchBrowser(person = false): Promise<BrowserUserAgents> {
  const { launch, executablePath } = await chromiumPath();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [
    ...sandbox,
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  const browser = await launch({ executablePath, headless: !person, args });
  let shared: Promise<BrowserContext> | undefined;
  return {
    create(_http, recorder, secrets, memory = {}) {
      if (person) memory.kept = shared ??= browser.newContext();
      const driver = createDriver(browser, memory, person, recorder, secrets);
      return createUserAgent(driver, recorder);
    },
    close: () => browser.close(),
  };
}

/** The forms of `html.ts` and of the page are in the same order: the nth there is the nth here. */
const formIndex = (at: { document: { forms: Form[] } }, form: Form): number =>
  at.document.forms.findIndex((one) => one === form || JSON.stringify(one) === JSON.stringify(form));

function createDriver(
  browser: Browser,
  memory: BrowserMemory,
  person: boolean,
  recorder: Recorder,
  secrets: Secrets,
): Driver {
  const context = (): Promise<BrowserContext> => {
    memory.kept ??= browser.newContext();
    return memory.kept as Promise<BrowserContext>;
  };
  let tab: Promise<Tab> | undefined;
  let last: Response | undefined;
  let exchange = 0;

  async function record(response: Response): Promise<void> {
    const request: Request = response.request();
    if (!request.isNavigationRequest()) return;
    const body = request.postData();
    const made = recorder.begin('human', 'gateway', {
      method: request.method(),
      url: request.url(),
      headers: request.headers(),
      ...(body ? { body } : {}),
    });
    made.response = { status: response.status(), headers: response.headers(), body: '' };
    exchange = made.n;
    last = response;
  }
  async function open(): Promise<Tab> {
    const made = await (await context()).newPage();
    made.setDefaultTimeout(DEADLINE);
    made.on('response', (response) => void record(response));
    return made;
  }
  const current = (): Promise<Tab> => (tab ??= open());

  /** The page as it stands. One whose script never rests would never say, and is left. */
  async function contentOf(page: Tab): Promise<string> {
    const content = await Promise.race([page.content(), sleep(DEADLINE, undefined, { ref: false })]);
    if (content !== undefined) return content;
    tab = undefined;
    page.close().catch(() => {});
    throw new Violation('a page that comes to rest', `one that is still busy after ${DEADLINE / 1000} seconds`);
  }

  /** Does something that navigates, and says where the browser then is; the client's redirect URI is never requested. */
  async function arrive(redirectUri: string | undefined, navigate: (page: Tab) => Promise<unknown>): Promise<Arrived> {
    const page = await current();
    let caught: URL | undefined;
    const isTarget = (url: URL) => redirectUri !== undefined && isCallback(url, redirectUri);
    const caughtIt = new Promise<void>((resolve) => {
      page.on('request', (request) => {
        if (caught || !request.isNavigationRequest() || !isTarget(new URL(request.url()))) return;
        caught = new URL(request.url());
        resolve();
      });
    });
    await page.route(isTarget, (route) => route.fulfill({ status: 204, body: '' }));
    try {
      await Promise.race([navigate(page).then(() => page.waitForLoadState()), caughtIt]);
    } catch (error) {
      if (!caught) throw new Violation('a page', `the browser says: ${(error as Error).message.split('\n')[0]}`);
    } finally {
      await page.unroute(isTarget);
      page.removeAllListeners('request');
    }
    if (caught) return { redirect: caught, exchange };
    for (const cookie of await (await context()).cookies()) secrets.note('cookie', cookie.value);
    return show(page.url(), last?.status() ?? 0, last?.headers() ?? {}, await contentOf(page), exchange);
  }

  async function type(page: Tab, index: number, fields: Fields): Promise<void> {
    const form = page.locator('form').nth(index);
    for (const [name, value] of Object.entries(fields)) {
      const field = form.locator(`[name="${name}"]`);
      const kind = await field.first().getAttribute('type');
      if (kind === 'radio') await form.locator(`[name="${name}"][value="${String(value)}"]`).check();
      else if (kind === 'checkbox')
        await Promise.all(
          (await field.all()).map(async (box) =>
            box.setChecked([value].flat().includes((await box.getAttribute('value')) ?? 'on')),
          ),
        );
      else if (kind === null && (await field.first().evaluate((node) => node.tagName)) === 'SELECT')
        await field.selectOption([value].flat());
      else await field.fill(String(value));
    }
  }

  const driver: Driver = {
    load: (url, redirectUri) => arrive(redirectUri, (page) => page.goto(url)),
    async press(at, form, button, fields, redirectUri) {
      const index = formIndex(at, form);
      await type(await current(), index, fields);
      return arrive(redirectUri, (page) => {
        const within = page.locator('form').nth(index);
        const target = button.name
          ? within.locator(
              `button[name="${button.name}"][value="${button.value}"], input[name="${button.name}"][value="${button.value}"]`,
            )
          : within.locator('button, input[type=submit]');
        return Promise.all([page.waitForEvent('framenavigated'), target.first().click()]);
      });
    },
    forget() {
      tab = undefined;
      if (!person) memory.kept = undefined;
    },
  };
  if (person) {
    driver.waitForPerson = async (at, redirectUri) => {
      recorder.tell('human', 'signs in by hand');
      return arrive(redirectUri, (page) =>
        page.waitForURL((url) => url.href !== at.page.url, { timeout: PERSON_TAKES }),
      );
    };
  }
  return driver;
}
