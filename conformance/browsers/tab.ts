import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Locator, Page, Request, Response } from 'playwright-core';
import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, Violation } from '../vocabulary/expect.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import { type Guard, Refused } from '../wire/guard.ts';
import { DEADLINE } from '../wire/http.ts';
import type { Recorder } from '../wire/recorder.ts';
import { asks } from './asks.ts';
import type { Arrived } from './driver.ts';
import { type Goal, noGoal } from './goal.ts';
import { type Shown, show } from './show.ts';

/** Milliseconds that a page may go on drawing itself before it counts as all there is. */
const SETTLES = 4000;
/** Milliseconds between two looks at a page that is still busy. */
const LOOKS = 50;

/** One tab of a real browser, which never asks the client for anything. */
export interface Tab {
  /** Does something that navigates, and says where the browser then is. */
  arrive(goal: Goal, act: (page: Page) => Promise<unknown>, how?: { isNew?: boolean }): Promise<Arrived>;
  /** The same for what is done on a page, which may also change it in place. */
  arriveFrom(at: Shown, goal: Goal, act: (page: Page) => Promise<unknown>): Promise<Arrived>;
  /** Brings an earlier page back, as it was. */
  show(at: Shown): Promise<void>;
  /** The nth element that `selector` finds, without what components keep to themselves. */
  place(selector: string, nth: number): Locator;
}

const admitted = ({ hostname, port, protocol }: URL, guard: Guard) =>
  guard.admit(hostname.replace(/^\[|\]$/g, ''), port || (protocol === 'https:' ? '443' : '80'));

interface Caught {
  url: URL;
  method: string;
}

export function createTab(
  context: () => Promise<BrowserContext>,
  recorder: Recorder,
  secrets: Secrets,
  guard?: Guard,
): Tab {
  let opened: Promise<Page> | undefined;
  let page: Page;
  let last: Response | undefined;
  let exchange = 0;
  let goal: Goal = noGoal;
  let caught: Caught | undefined;
  let tellCaught: () => void = () => {};
  /** The page that the browser is to show again in place of asking for it. */
  let restored: Shown | undefined;
  let said: string[] = [];
  /** Why the guard let no document be asked for. */
  let barred: Error[] = [];
  /** What the page said before something was done on it. */
  let before: string | undefined;

  const reach = (url: URL, method: string): void => {
    caught ??= { url, method };
    tellCaught();
  };

  function record(response: Response): void {
    const request: Request = response.request();
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
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
    const { location = '' } = response.headers();
    const isElsewhere = response.status() >= 300 && response.status() < 400 && URL.canParse(location);
    // An app's own scheme is asked for nothing that could be held: its policy is told in the console first.
    if (isElsewhere && !/^https?:/i.test(location) && goal.isReachedAt(new URL(location)))
      void sleep(LOOKS * 4).then(() => refusal() ?? reach(new URL(location), 'GET'));
  }

  const refusal = (): string | undefined => said.find((line) => /Content Security Policy/i.test(line));

  /** Every request for a document waits here: the client's is not sent, whichever redirect or form leads to it. */
  async function holdDocuments(session: CDPSession): Promise<void> {
    session.on('Fetch.requestPaused', ({ requestId, request }) => {
      const url = new URL(request.url);
      const send = session.send.bind(session);
      if (goal.isReachedAt(url)) {
        reach(url, request.method);
        void send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(() => {});
      } else if (restored?.page.url === request.url && request.method === 'GET') {
        const { headers, html, status } = restored.page;
        restored = undefined;
        const shown = Object.entries(headers).filter(([name]) =>
          /^(content-type|content-security|referrer-)/.test(name),
        );
        const responseHeaders = shown.map(([name, value]) => ({ name, value }));
        const body = Buffer.from(html).toString('base64');
        void send('Fetch.fulfillRequest', { requestId, responseCode: status, responseHeaders, body }).catch(() => {});
      } else {
        const go = () => void send('Fetch.continueRequest', { requestId }).catch(() => {});
        const stay = (error: Error) => {
          barred = [error];
          void send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }).catch(() => {});
        };
        if (guard && /^https?:$/.test(url.protocol)) admitted(url, guard).then(go, stay);
        else go();
      }
    });
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
  }

  async function open(): Promise<Page> {
    page = await (await context()).newPage();
    page.setDefaultTimeout(DEADLINE);
    page.on('response', record);
    page.on('console', (message) => {
      if (message.type() === 'error') said = [...said, message.text()].slice(-20);
    });
    page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
    await holdDocuments(await page.context().newCDPSession(page));
    return page;
  }

  function refuseIfBarred(): void {
    for (const error of barred) if (error instanceof Refused) throw new Blocked(error.message);
  }

  const inConsole = (): string => {
    const line = refusal() ?? said.at(-1);
    return line ? `; the browser’s console says “${line.slice(0, 300)}”` : '';
  };

  /** The page as it stands. One whose script never rests would never say, and is left. */
  async function contentOf(): Promise<string> {
    const content = await Promise.race([page.content(), sleep(DEADLINE, undefined, { ref: false })]);
    if (content !== undefined) return content;
    opened = undefined;
    page.close().catch(() => {});
    throw new Violation('a page that comes to rest', `one that is still busy after ${DEADLINE / 1000} seconds`);
  }

  async function look(): Promise<Shown> {
    const html = await contentOf();
    return show(page.url(), last?.status() ?? 0, last?.headers() ?? {}, html, exchange, true);
  }

  const isUnfinished = ({ page: { headers, status, kind }, document }: Shown): boolean =>
    kind === 'other' && document.hasScripts && asks(document, headers, status, '').for === 'nothing';

  /** The browser shows a page of its own, since there is none of anybody's. */
  const isAtALoss = (): boolean => page.url().startsWith('chrome-error:');

  /** Looks until there is something to do on a page that scripts draw. */
  async function settled(): Promise<Shown | undefined> {
    const until = performance.now() + SETTLES;
    for (;;) {
      if (caught || isAtALoss()) return undefined;
      const seen = await look().catch((error: Error) => {
        if (error instanceof Violation || performance.now() > until) throw error;
        return undefined;
      });
      if (seen && (!isUnfinished(seen) || performance.now() > until)) return seen;
      await sleep(LOOKS);
    }
  }

  async function arrival(): Promise<Arrived> {
    const seen = caught ? undefined : await settled();
    if (!caught && isAtALoss()) {
      refuseIfBarred();
      throw new Violation('a page', `none that the browser could open${inConsole()}`, { exchange } as Answer);
    }
    for (const cookie of await (await context()).cookies()) secrets.note('cookie', cookie.value);
    if (caught || !seen) {
      const { url, method } = caught!;
      if (method === 'GET') return { redirect: url, exchange };
      throw new Violation('the answer in the query of the redirect URI', `a form that posts it to ${url.href}`, {
        exchange,
      } as Answer);
    }
    const shown = recorder.exchanges[exchange - 1]?.response;
    if (shown && shown.body === '') shown.body = seen.page.html;
    return seen;
  }

  async function arrive(wanted: Goal, act: (page: Page) => Promise<unknown>, { isNew = false } = {}) {
    goal = wanted;
    opened ??= open();
    await opened;
    if (isNew) {
      caught = undefined;
      said = [];
    }
    barred = [];
    const held = new Promise<void>((resolve) => {
      tellCaught = resolve;
    });
    const acted = act(page).then(() => page.waitForLoadState());
    acted.catch(() => {});
    try {
      if (!caught) await Promise.race([acted, held]);
    } catch (error) {
      if (error instanceof Violation) throw error;
      const first = (error as Error).message.split('\n')[0];
      refuseIfBarred();
      if (!caught) throw new Violation('a page', `the browser says: ${first}${inConsole()}`);
    }
    return arrival();
  }

  /** What stands on the page; undefined while it is on its way. */
  const words = (): Promise<string | undefined> =>
    page.evaluate(() => document.body?.innerText.replace(/\s+/g, ' ').trim()).catch(() => undefined);

  /** Until the browser is elsewhere, the page looks otherwise, or the client is reached. */
  async function hasMoved(at: Shown, wasNavigated: () => boolean): Promise<void> {
    const longest = performance.now() + DEADLINE;
    while (!caught && !wasNavigated() && performance.now() < longest) {
      const refused = refusal();
      if (refused)
        throw new Violation(`a way on from “${at.page.title}”`, `none${inConsole()}`, {
          exchange: at.page.exchange,
        } as Answer);
      const now = await words();
      if (now !== undefined && before !== undefined && now !== before) return;
      await sleep(LOOKS);
    }
    if (!caught && !wasNavigated()) {
      const seen = `the page as it was, after ${DEADLINE / 1000} seconds${inConsole()}`;
      throw new Violation(`a way on from “${at.page.title}”`, seen, { exchange: at.page.exchange } as Answer);
    }
  }

  return {
    arrive,
    async arriveFrom(at, wanted, act) {
      let navigated = page.url() !== at.page.url;
      const note = (frame: unknown) => {
        if (frame === page.mainFrame()) navigated = true;
      };
      page.on('framenavigated', note);
      before = await words();
      try {
        return await arrive(wanted, async (here) => {
          if (!navigated) await act(here);
          await hasMoved(at, () => navigated);
        });
      } finally {
        page.off('framenavigated', note);
      }
    },
    async show(at) {
      opened ??= open();
      await opened;
      if (page.url() === at.page.url && !caught) return;
      caught = undefined;
      restored = at;
      await page.goto(at.page.url).catch(() => {});
      restored = undefined;
    },
    place: (selector, nth) => page.locator(`css:light=${selector}`).nth(nth),
  };
}
