import type { Answer } from '../vocabulary/answer.ts';
import { Untestable, Violation } from '../vocabulary/expect.ts';
import type { Human, Landing, Page, PageKind, UserAgent } from '../vocabulary/user-agent.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { Document, Form } from './html.ts';
import { readHtml } from './html.ts';

/** A page, and what is on it. */
export interface Shown {
  page: Page;
  document: Document;
}

/** Where a step of the browser ended: on a page, or in front of the client's redirect URI. */
export type Arrived = Shown | { redirect: URL; exchange: number };

export type Fields = Record<string, string | string[]>;

/** What one kind of browser can do; everything a person decides is decided here, once for all kinds. */
export interface Driver {
  load(url: string, redirectUri?: string): Promise<Arrived>;
  /** Types `fields` into the form and presses `button`. */
  press(
    at: Shown,
    form: Form,
    button: { name: string; value: string },
    fields: Fields,
    redirectUri?: string,
  ): Promise<Arrived>;
  /** Leaves the sign-in page to a person, and comes back when they are through; without it the suite signs in. */
  waitForPerson?(at: Shown, redirectUri?: string): Promise<Arrived>;
  forget(): void;
}

export const MOST_HOPS = 25;
const says = /^(allow|approve|authorize|authorise|accept)\b/i;
const refuses = /^(deny|cancel|decline|no)\b/i;

function kindOf(document: Document, status: number): PageKind {
  if (document.errorCode) return 'error';
  if (document.forms.some((form) => Object.values(form.types).includes('password'))) return 'sign-in';
  if (status >= 400) return 'error';
  const buttons = document.forms.flatMap((form) => form.buttons);
  if (buttons.some((button) => button.name === 'decision' || says.test(button.text))) return 'permission';
  if (buttons.some((button) => button.name === 'action' && button.value === 'continue')) return 'success';
  return 'other';
}

/** Reads a page that came with this status, these headers and this HTML. */
export function show(
  url: string,
  status: number,
  headers: Record<string, string>,
  html: string,
  exchange: number,
): Shown {
  const document = readHtml(html);
  const { title, text, errorCode } = document;
  const page: Page = { url, status, kind: kindOf(document, status), title, text, headers, html, exchange };
  return { page: errorCode ? { ...page, errorCode } : page, document };
}

/** True when the browser has been sent to the client: same scheme, host, port and path, and its own query, in any order. */
export function isCallback(url: URL, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const own = new URL(redirectUri);
  const isThere = url.protocol === own.protocol && url.host === own.host && url.pathname === own.pathname;
  return isThere && [...own.searchParams].every(([name, value]) => url.searchParams.getAll(name).includes(value));
}

const byName = (name: string, value: string) => (form: Form) =>
  form.buttons.find((one) => one.name === name && one.value === value);
/** The button by which a person gives or refuses permission: by its name in the profiles, else by what is written on it. */
export const decide = (decision: 'allow' | 'deny') => (form: Form) =>
  byName('decision', decision)(form) ??
  form.buttons.find((one) => (decision === 'allow' ? says : refuses).test(one.text));

const whatWith = ({ searchParams }: URL): string =>
  searchParams.has('code') ? ' with a code' : searchParams.has('error') ? ` with ${searchParams.get('error')}` : '';

/** There is a browser and nobody who could sign in. */
const isNobody = ({ email }: Human): boolean => email === '';

/** A password goes nowhere but where it belongs: neither to the page of a stranger nor from a good page to one. */
function refuseStrangers({ page }: Shown, form: Form, { signsInAt }: Human): void {
  const originOf = (url: string): string => (URL.canParse(url, page.url) ? new URL(url, page.url).origin : url);
  const where = [page.url, form.action || page.url].map(originOf).find((origin) => !signsInAt?.includes(origin));
  if (!signsInAt || where === undefined) return;
  throw new Untestable(
    `the sign-in sends the password to ${where}, which is not known for this target: if that is right, add it to sign_in_origins in the configuration`,
  );
}

/** A person at a browser: signs in, answers pages and stops where nothing more can be done. */
export function createUserAgent(driver: Driver, recorder: Recorder): UserAgent {
  function press(
    at: Shown,
    choose: (form: Form) => { name: string; value: string } | undefined,
    fields: Fields,
    redirectUri?: string,
  ) {
    for (const form of at.document.forms) {
      const button = choose(form);
      if (button) return driver.press(at, form, button, fields, redirectUri);
    }
    const { url, title, exchange } = at.page;
    throw new Violation(`a form to go on with at ${url}`, `the page “${title}” without one`, { exchange } as Answer);
  }

  function signIn(at: Shown, human: Human, password: string, redirectUri?: string) {
    if (driver.waitForPerson) return driver.waitForPerson(at, redirectUri);
    const form = at.document.forms.find((one) => Object.values(one.types).includes('password'))!;
    refuseStrangers(at, form, human);
    const passwordField = Object.entries(form.types).find(([, type]) => type === 'password')![0];
    const nameField =
      Object.entries(form.types).find(
        ([name, type]) => name !== passwordField && ['text', 'email'].includes(type),
      )?.[0] ?? 'email';
    recorder.tell(
      'human',
      `signs in as ${human.email}${password === human.password ? '' : ' with a mistyped password'}`,
    );
    const fields = { [nameField]: human.email, [passwordField]: password };
    return press(
      at,
      (one) => (one === form ? (one.buttons[0] ?? { name: '', value: '' }) : undefined),
      fields,
      redirectUri,
    );
  }

  function answerPermission(at: Shown, human: Human, first: boolean, redirectUri: string) {
    const { title } = at.page;
    if (human.signOutFirst && first) {
      recorder.tell('human', `sees that “${title}” is for the wrong account and signs out there`);
      return press(at, byName('action', 'sign-out'), {}, redirectUri);
    }
    const decision = human.decision ?? 'allow';
    recorder.tell(
      'human',
      decision === 'leave' ? `closes “${title}” without an answer` : `presses ${decision} at “${title}”`,
    );
    if (decision === 'leave') return undefined;
    const hasChoice = at.document.forms.some((form) => 'scope' in form.types);
    if (decision === 'deny' && !at.document.forms.some(decide('deny'))) {
      throw new Untestable(`needs a button by which to refuse: “${title}” has none`);
    }
    return press(at, decide(decision), human.scope && hasChoice ? { scope: human.scope } : {}, redirectUri);
  }

  /** What the person does at this page; undefined when they stop here. */
  function act(
    at: Shown,
    human: Human,
    seen: Record<PageKind, number>,
    redirectUri: string,
  ): Promise<Arrived> | undefined {
    const { kind, title } = at.page;
    if (kind === 'sign-in' && isNobody(human) && !driver.waitForPerson) return undefined;
    if (kind === 'sign-in' && seen['sign-in'] <= (human.mistypeFirst || human.signOutFirst ? 2 : 1)) {
      return signIn(
        at,
        human,
        human.mistypeFirst && seen['sign-in'] === 1 ? `${human.password}x` : human.password,
        redirectUri,
      );
    }
    if (kind === 'permission') return answerPermission(at, human, seen.permission === 1, redirectUri);
    if (kind === 'success' && (human.atSuccessPage ?? 'continue') !== 'stop') {
      recorder.tell('human', `presses ${human.atSuccessPage ?? 'continue'} at “${title}”`);
      return press(at, byName('action', human.atSuccessPage ?? 'continue'), {}, redirectUri);
    }
    return undefined;
  }

  const tellAnswer = (exchange: number, what: string): void =>
    recorder.tell(recorder.exchanges[exchange - 1]?.to ?? 'gateway', what, exchange);

  const aPage = (at: Arrived): Page => {
    if ('redirect' in at) throw new Violation('a page', `a redirect to ${at.redirect.href}`);
    return at.page;
  };

  return {
    async visit(url, redirectUri, human): Promise<Landing> {
      const pages: Page[] = [];
      const seen: Record<PageKind, number> = { 'sign-in': 0, permission: 0, success: 0, error: 0, other: 0 };
      let at = await driver.load(url, redirectUri);
      for (;;) {
        if ('redirect' in at) {
          tellAnswer(at.exchange, `sends the browser to the client${whatWith(at.redirect)}`);
          return { pages, redirect: { url: at.redirect, exchange: at.exchange } };
        }
        pages.push(at.page);
        seen[at.page.kind]++;
        const next = pages.length > MOST_HOPS ? undefined : act(at, human, seen, redirectUri);
        if (!next) {
          const { status, title, errorCode, exchange } = at.page;
          tellAnswer(exchange, `shows “${title}” (${[status, errorCode].filter(Boolean).join(' ')})`);
          return { pages, stoppedAt: at.page };
        }
        at = await next;
      }
    },
    async open(url, human) {
      const at = await driver.load(url);
      if (!('redirect' in at) && at.page.kind === 'sign-in') return aPage(await signIn(at, human, human.password));
      return aPage(at);
    },
    async submit(page, button, fields = {}) {
      const at = { page, document: readHtml(page.html) };
      const choose = (form: Form) =>
        form.within.includes(button.within ?? '') ? byName(button.name, button.value)(form) : undefined;
      return aPage(await press(at, choose, fields));
    },
    forget: () => driver.forget(),
  };
}
