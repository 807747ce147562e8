import { CookieJar } from 'tough-cookie';
import type { Answer } from '../vocabulary/answer.ts';
import { Violation } from '../vocabulary/expect.ts';
import type { Http, Outgoing } from '../vocabulary/http.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { BrowserMemory, UserAgent } from '../vocabulary/user-agent.ts';
import type { Recorder } from '../wire/recorder.ts';
import { type Arrived, createUserAgent, type Fields, isCallback, MOST_HOPS, show } from './act.ts';
import type { Form } from './html.ts';

const accept = { accept: 'text/html,application/xhtml+xml', 'user-agent': 'Mozilla/5.0 (openbell form user agent)' };
const emptyJar = () => new CookieJar(undefined, { allowSpecialUseDomain: true, rejectPublicSuffixes: false });

/** What a browser sends when `button` of `form` is pressed, with `fields` typed over what the form holds. */
function filled(form: Form, url: string, button: { name: string; value: string }, fields: Fields): Outgoing {
  const values = form.values.filter(([name]) => !(name in fields));
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) values.push([name, one]);
  if (button.name) values.push([button.name, button.value]);
  const target = new URL(form.action || url, url);
  const body = new URLSearchParams(values).toString();
  if (form.method === 'get') {
    target.search = body;
    return { url: target.href, headers: { ...accept } };
  }
  const headers = {
    ...accept,
    'content-type': 'application/x-www-form-urlencoded',
    origin: new URL(url).origin,
    referer: url,
  };
  return { method: 'POST', url: target.href, headers, body };
}

/** A browser without a screen or scripts: follows redirects and HTML forms over HTTP and keeps cookies. */
export function createFormUserAgent(
  http: Http,
  recorder: Recorder,
  secrets: Secrets,
  memory: BrowserMemory = {},
): UserAgent {
  memory.kept ??= emptyJar();
  const jar = () => memory.kept as CookieJar;

  async function ask(outgoing: Outgoing) {
    const cookie = await jar().getCookieString(outgoing.url);
    const headers = { ...outgoing.headers, ...(cookie ? { cookie } : {}) };
    const answer = await http.send({ ...outgoing, from: 'human', headers });
    for (const set of answer.setCookies) {
      secrets.note('cookie', /^[^=]+=([^;]*)/.exec(set)?.[1]);
      await jar().setCookie(set, outgoing.url, { ignoreError: true });
    }
    return answer;
  }

  async function follow(first: Outgoing, redirectUri?: string): Promise<Arrived> {
    let outgoing = first;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const { status, headers, text, exchange } = await ask(outgoing);
      const location = status >= 300 && status < 400 ? headers.location : undefined;
      if (!location) return show(outgoing.url, status, headers, text, exchange);
      if (!URL.canParse(location, outgoing.url)) {
        throw new Violation('a redirect to a URL', location.slice(0, 200), { exchange } as Answer);
      }
      const next = new URL(location, outgoing.url);
      const leaves = !/^https?:$/.test(next.protocol);
      if (leaves || (redirectUri && isCallback(next, redirectUri))) return { redirect: next, exchange };
      const again = status === 307 || status === 308;
      if (again && outgoing.body !== undefined && next.origin !== new URL(outgoing.url).origin) {
        throw new Violation('a form that stays with its server', `${status} to ${next.origin}`, { exchange } as Answer);
      }
      outgoing = again ? { ...outgoing, url: next.href } : { url: next.href, headers: { ...accept } };
    }
    throw new Violation('the sign-in to come to an end', `${MOST_HOPS} redirects in a row`);
  }

  return createUserAgent(
    {
      load: (url, redirectUri) => follow({ url, headers: { ...accept } }, redirectUri),
      press: (at, form, button, fields, redirectUri) => follow(filled(form, at.page.url, button, fields), redirectUri),
      forget: () => {
        memory.kept = emptyJar();
      },
    },
    recorder,
  );
}
