import { existsSync } from 'node:fs';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { UsageError } from '../help/failures.ts';
import type { Http } from '../vocabulary/http.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { BrowserMemory, UserAgent } from '../vocabulary/user-agent.ts';
import type { Guard } from '../wire/guard.ts';
import type { Recorder } from '../wire/recorder.ts';
import { createUserAgent } from './act.ts';
import type { Driver, Fields } from './driver.ts';
import { startGuardedProxy } from './guarded-proxy.ts';
import type { Form } from './html.ts';
import { PLACES } from './html.ts';
import { createMemory } from './memory.ts';
import type { Shown } from './show.ts';
import { createTab, type Tab } from './tab.ts';

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

/** Why it did not start, in a sentence: what a browser writes as it dies is many lines. */
export function whyNoBrowser(said: string, path: string, person: boolean): string {
  if (person && /XServer|DISPLAY|ozone|headed/i.test(said))
    return '--user-agent person opens a window, and there is no screen here; use browser, or a machine with a screen';
  return `${path} does not start: ${said.split('\n')[0]}`;
}

/**
 * Starts Chromium. With `person`, a window opens and whoever sits there signs in once; the flows behind it go on in the
 * same browser session by themselves.
 */
export async function launchBrowser(
  person = false,
  { guard, signal }: { guard?: Guard | undefined; signal?: AbortSignal | undefined } = {},
): Promise<BrowserUserAgents> {
  const { launch, executablePath } = await chromiumPath();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [
    ...sandbox,
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  const proxy = guard && (await startGuardedProxy(guard));
  const through = proxy ? { proxy: { server: proxy.url } } : {};
  const browser = await launch({ executablePath, headless: !person, args, ...through }).catch((error: Error) => {
    proxy?.close();
    throw new UsageError(whyNoBrowser(error.message, executablePath, person));
  });
  let shared: Promise<BrowserContext> | undefined;
  const close = async () => {
    await browser.close().catch(() => {});
    proxy?.close();
  };
  // What it was doing ends with it: nobody waits for a page any more.
  signal?.addEventListener('abort', () => void close(), { once: true });
  return {
    create(_http, recorder, secrets, memory = {}) {
      if (person) memory.kept = shared ??= browser.newContext();
      return createBrowserUserAgent(browser, memory, person, recorder, secrets, guard);
    },
    close,
  };
}

/** Milliseconds in which a click has to succeed before it is made by a script: something may lie over the button. */
const CLICK_TAKES = 2000;

/** Clicks as a person does, who opens what is folded away and closes what lies on top. */
async function click(place: Locator): Promise<void> {
  await place.evaluate((node) => {
    for (let fold = node.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
      fold.open = true;
  });
  await place
    .click({ noWaitAfter: true, timeout: CLICK_TAKES })
    .catch(() => place.evaluate((node) => (node as HTMLElement).click()));
}

/** Ticks a box, also one that a drawing stands for. */
async function tick(place: Locator, isOn: boolean): Promise<void> {
  if ((await place.isChecked()) === isOn) return;
  await place
    .setChecked(isOn, { force: true, timeout: CLICK_TAKES })
    .catch(() => place.evaluate((node) => (node as HTMLElement).click()));
}

/** Types into the fields of a form, whatever they look like. */
async function type(tab: Tab, form: Form, fields: Fields): Promise<void> {
  for (const [key, value] of Object.entries(fields)) {
    const group = form.fields.filter((field) => field.key === key);
    const values = [value].flat();
    for (const field of group) {
      const place = tab.place(PLACES, field.nth);
      if (field.type === 'checkbox') await tick(place, values.includes(field.value));
      else if (field.type === 'radio') {
        if (values.includes(field.value)) await tick(place, true);
      } else if (field.type === 'select') await place.selectOption(values);
      else if (field.type === 'hidden') {
        await place.evaluate((input, text) => Object.assign(input, { value: text }), values.join(' '));
      } else await place.fill(values.join(' '));
    }
  }
}

function createBrowserUserAgent(
  browser: Browser,
  memory: BrowserMemory,
  person: boolean,
  recorder: Recorder,
  secrets: Secrets,
  guard: Guard | undefined,
): UserAgent {
  const own = createMemory(memory, () => browser.newContext());
  let tab: Tab | undefined;
  const current = (): Tab => {
    tab ??= createTab(() => own.kept(), recorder, secrets, guard);
    return tab;
  };

  const driver: Driver = {
    runsScripts: true,
    remarks: [],
    refusals: own.refusals,
    load: (url, goal) => current().arrive(goal, (page) => page.goto(url), { isNew: true }),
    async press(at, form, button, fields, goal) {
      const here = current();
      await here.show(at);
      return here.arriveFrom(at, goal, async (page) => {
        await type(here, form, fields);
        if (button) return click(here.place(PLACES, button.nth));
        const index = at.document.forms.indexOf(form);
        return page.evaluate((nth) => document.forms[nth]?.requestSubmit(), index);
      });
    },
    async follow(at, link, goal) {
      const here = current();
      return here.arriveFrom(at, goal, () => click(here.place(PLACES, link.nth)));
    },
    moveOn: (at, _to, goal) => current().arriveFrom(at, goal, async () => {}),
    isUsedBy(name) {
      if (!person) own.isUsedBy(name);
    },
    forget() {
      tab = undefined;
      if (!person) own.forget();
    },
    another: () =>
      createBrowserUserAgent(browser, person ? memory : { refusals: own.refusals }, person, recorder, secrets, guard),
  };
  if (person) {
    driver.waitForPerson = (at: Shown, goal) => {
      recorder.tell('human', 'signs in by hand');
      return current().arrive(goal, (page) =>
        page.waitForURL((url) => url.href !== at.page.url, { timeout: PERSON_TAKES }),
      );
    };
  }
  return createUserAgent(driver, recorder);
}
