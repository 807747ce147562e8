import { CookieJar } from 'tough-cookie';
import { Violation } from '../expect.ts';
import type { Answer } from '../world/answer.ts';
import type { Http, Outgoing } from '../world/http.ts';
import type { Recorder } from '../world/recorder.ts';
import type { Secrets } from '../world/secrets.ts';
import { type Document, type Form, readHtml } from './html.ts';
import type { Human, Landing, Page, PageKind, UserAgent } from './user-agent.ts';

const MOST_HOPS = 25;
const accept = { accept: 'text/html,application/xhtml+xml', 'user-agent': 'Mozilla/5.0 (openbell form user agent)' };
const says = /^(allow|approve|authorize|authorise|accept)\b/i;

interface Shown {
  page: Page;
  document: Document;
}

function kindOf(document: Document, status: number): PageKind {
  if (document.errorCode || status >= 400) return 'error';
  if (document.forms.some((form) => Object.values(form.types).includes('password'))) return 'sign-in';
  const buttons = document.forms.flatMap((form) => form.buttons);
  if (buttons.some((button) => button.name === 'decision' || says.test(button.text))) return 'permission';
  if (buttons.some((button) => button.name === 'action' && button.value === 'continue')) return 'success';
  return 'other';
}

function show(answer: Answer, url: string): Shown {
  const document = readHtml(answer.text);
  const { title, text, errorCode } = document;
  const kind = kindOf(document, answer.status);
  const page: Page = { url, status: answer.status, kind, title, text, headers: answer.headers, html: answer.text, exchange: answer.exchange };
  return { page: errorCode ? { ...page, errorCode } : page, document };
}

/** The answer to a press of `button` in `form`, with `fields` typed over what the form holds. */
function filled(form: Form, url: string, button: { name: string; value: string }, fields: Record<string, string | string[]>): Outgoing {
  const values = form.values.filter(([name]) => !(name in fields));
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) values.push([name, one]);
  if (button.name) values.push([button.name, button.value]);
  const target = new URL(form.action || url, url);
  const body = new URLSearchParams(values).toString();
  if (form.method === 'get') {
    target.search = body;
    return { url: target.href, headers: { ...accept } };
  }
  const headers = { ...accept, 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin, referer: url };
  return { method: 'POST', url: target.href, headers, body };
}

/** True when the browser has been sent to the client: same scheme, host, port and path. */
const isCallback = (url: URL, redirectUri: string): boolean =>
  url.href === redirectUri || url.href.startsWith(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}`) || url.href.startsWith(`${redirectUri}#`);

/** A browser without a screen or scripts: follows redirects and HTML forms over HTTP and keeps cookies. */
export function createFormUserAgent(http: Http, recorder: Recorder, secrets: Secrets): UserAgent {
  let jar = new CookieJar(undefined, { allowSpecialUseDomain: true, rejectPublicSuffixes: false });
  const shown = new WeakMap<Page, Document>();

  async function load(first: Outgoing, redirectUri?: string): Promise<Shown | { redirect: URL; exchange: number }> {
    let outgoing = first;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const cookie = await jar.getCookieString(outgoing.url);
      const answer = await http.send({ ...outgoing, from: 'human', headers: { ...outgoing.headers, ...(cookie ? { cookie } : {}) } });
      for (const set of answer.setCookies) {
        secrets.note('cookie', /^[^=]+=([^;]*)/.exec(set)?.[1]);
        await jar.setCookie(set, outgoing.url, { ignoreError: true });
      }
      const location = answer.status >= 300 && answer.status < 400 ? answer.headers.location : undefined;
      if (!location) {
        const got = show(answer, outgoing.url);
        shown.set(got.page, got.document);
        return got;
      }
      const next = new URL(location, outgoing.url);
      if (redirectUri && isCallback(next, redirectUri)) return { redirect: next, exchange: answer.exchange };
      if (!/^https?:$/.test(next.protocol)) return { redirect: next, exchange: answer.exchange };
      const again = answer.status === 307 || answer.status === 308;
      outgoing = again ? { ...outgoing, url: next.href } : { url: next.href, headers: { ...accept } };
    }
    throw new Violation('the sign-in to come to an end', `${MOST_HOPS} redirects in a row`);
  }

  async function press(
    { page, document }: Shown,
    choose: (form: Form) => { name: string; value: string } | undefined,
    fields: Record<string, string | string[]>,
    redirectUri?: string,
  ) {
    for (const form of document.forms) {
      const button = choose(form);
      if (button) return load(filled(form, page.url, button, fields), redirectUri);
    }
    throw new Violation(`a form to go on with at ${page.url}`, `the page “${page.title}” without one`, { exchange: page.exchange } as Answer);
  }

  const byName = (name: string, value: string) => (form: Form) => form.buttons.find((one) => one.name === name && one.value === value);
  const decide = (decision: 'allow' | 'deny') => (form: Form) =>
    byName('decision', decision)(form) ??
    (decision === 'allow' ? form.buttons.find((one) => says.test(one.text)) : form.buttons.find((one) => /^(deny|cancel|decline|no)\b/i.test(one.text)));

  function signIn(at: Shown, human: Human, password: string, redirectUri?: string) {
    const form = at.document.forms.find((one) => Object.values(one.types).includes('password'))!;
    const passwordField = Object.entries(form.types).find(([, type]) => type === 'password')![0];
    const nameField = Object.entries(form.types).find(([name, type]) => name !== passwordField && ['text', 'email'].includes(type))?.[0] ?? 'email';
    recorder.tell('human', `signs in as ${human.email}${password === human.password ? '' : ' with a mistyped password'}`);
    return press(at, (one) => (one === form ? (one.buttons[0] ?? { name: '', value: '' }) : undefined), { [nameField]: human.email, [passwordField]: password }, redirectUri);
  }

  /** What the person does at this page; undefined when they stop here. */
  function act(at: Shown, human: Human, seen: Record<PageKind, number>, redirectUri: string) {
    const { kind, title } = at.page;
    if (kind === 'sign-in' && seen['sign-in'] <= (human.mistypeFirst ? 2 : human.signOutFirst ? 2 : 1)) {
      return signIn(at, human, human.mistypeFirst && seen['sign-in'] === 1 ? `${human.password}x` : human.password, redirectUri);
    }
    if (kind === 'permission') {
      if (human.signOutFirst && seen.permission === 1) {
        recorder.tell('human', `sees that “${title}” is for the wrong account and signs out there`);
        return press(at, byName('action', 'sign-out'), {}, redirectUri);
      }
      const decision = human.decision ?? 'allow';
      recorder.tell('human', decision === 'leave' ? `closes “${title}” without an answer` : `presses ${decision} at “${title}”`);
      if (decision === 'leave') return undefined;
      return press(at, decide(decision), human.scope ? { scope: human.scope } : {}, redirectUri);
    }
    if (kind === 'success' && (human.atSuccessPage ?? 'continue') !== 'stop') {
      recorder.tell('human', `presses ${human.atSuccessPage ?? 'continue'} at “${title}”`);
      return press(at, byName('action', human.atSuccessPage ?? 'continue'), {}, redirectUri);
    }
    return undefined;
  }

  return {
    async visit(url, redirectUri, human) {
      const pages: Page[] = [];
      const seen: Record<PageKind, number> = { 'sign-in': 0, permission: 0, success: 0, error: 0, other: 0 };
      let at = await load({ url, headers: { ...accept } }, redirectUri);
      for (;;) {
        if ('redirect' in at) return { pages, redirect: { url: at.redirect, exchange: at.exchange } };
        pages.push(at.page);
        seen[at.page.kind]++;
        const next = pages.length > MOST_HOPS ? undefined : act(at, human, seen, redirectUri);
        if (!next) return { pages, stoppedAt: at.page };
        at = await next;
      }
    },
    async open(url, human) {
      let at = await load({ url, headers: { ...accept } });
      if (!('redirect' in at) && at.page.kind === 'sign-in') at = await signIn(at, human, human.password);
      if ('redirect' in at) throw new Violation('a page', `a redirect to ${at.redirect.href}`);
      return at.page;
    },
    async submit(page, button, fields = {}) {
      const document = shown.get(page) ?? readHtml(page.html);
      const choose = (form: Form) => (form.within.includes(button.within ?? '') ? byName(button.name, button.value)(form) : undefined);
      const at = await press({ page, document }, choose, fields);
      if ('redirect' in at) throw new Violation('a page', `a redirect to ${at.redirect.href}`);
      return at.page;
    },
    forget() {
      jar = new CookieJar(undefined, { allowSpecialUseDomain: true, rejectPublicSuffixes: false });
    },
  };
}
