import type { Answer } from '../vocabulary/answer.ts';
import { Untestable, Violation } from '../vocabulary/expect.ts';
import type { Http } from '../vocabulary/http.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { BrowserMemory, Remark, UserAgent } from '../vocabulary/user-agent.ts';
import type { Recorder } from '../wire/recorder.ts';
import { createUserAgent } from './act.ts';
import { type Arrived, addressOf, type Driver, MOST_HOPS } from './driver.ts';
import { filled, type Request } from './filled.ts';
import type { Goal } from './goal.ts';
import { createJar, type Jar } from './jar.ts';
import { createMemory } from './memory.ts';
import { forbids, policiesOf } from './policy.ts';
import {
  type Initiator,
  referrerPolicyOf,
  sameSiteContext,
  sentHeaders,
  startedAt,
  startedByHand,
} from './sent-headers.ts';
import { type Shown, show } from './show.ts';

const asked = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-US,en;q=0.9',
  'user-agent': 'Mozilla/5.0 (openbell form user agent)',
  'upgrade-insecure-requests': '1',
};

/** The most characters of an address that are followed: servers take no more, and each hop keeps its own. */
const LONGEST_ADDRESS = 16_000;

/** A request on its way, and the form that sent it where one did. */
interface Navigation extends Request {
  initiator: Initiator;
  /** The page with the form, whose policy holds for every redirect behind it. */
  form?: Shown | undefined;
}

/** What a page says about the `Referer` of those who leave it; the later word counts. */
const policyOf = ({ page, document }: Shown): string | undefined =>
  referrerPolicyOf(document.referrerPolicy) ?? referrerPolicyOf(page.headers['referrer-policy']);

/** A browser without a screen or scripts: follows redirects and HTML forms over HTTP and keeps cookies. */
export function createFormUserAgent(
  http: Http,
  recorder: Recorder,
  secrets: Secrets,
  memory: BrowserMemory = {},
): UserAgent {
  const own = createMemory(memory, createJar);
  const jar = (): Jar => own.kept();
  const remarks: Remark[] = [];

  async function ask({ method, url, headers, body, initiator }: Navigation) {
    const to = new URL(url);
    const cookie = await jar().cookiesFor(url, sameSiteContext(initiator, to, method));
    const sent = { ...asked, ...headers, ...sentHeaders(initiator, to, method), ...(cookie ? { cookie } : {}) };
    const outgoing = { method, url, headers: sent, from: 'human' as const };
    const answer = await http.send(body === undefined ? outgoing : { ...outgoing, body });
    for (const value of await jar().keep(answer.setCookies, url)) secrets.note('cookie', value);
    return answer;
  }

  /** Tells where a browser would not take the form to, and goes on. */
  function heed({ form }: Navigation, to: URL, exchange: number): void {
    const policy = form && forbids(policiesOf(form.page.headers, form.document), form.page.url, to);
    if (!policy || remarks.some(({ about }) => about === 'form-action')) return;
    const directive = policy.split(';').find((one) => /^\s*(form-action|sandbox)\b/i.test(one));
    const says = `Content-Security-Policy “${directive?.trim()}” of “${form.page.title}” keeps browsers from going to ${to.protocol === 'http:' || to.protocol === 'https:' ? to.origin : to.protocol} when its form was sent`;
    remarks.push({ about: 'form-action', says, exchange });
  }

  /** In front of the client: what a form sends there by POST no client on the web expects. */
  function arrived({ method, url }: Request, exchange: number): Arrived {
    if (method === 'GET') return { redirect: new URL(url), exchange };
    throw new Violation('the answer in the query of the redirect URI', `a form that posts it to ${url}`, {
      exchange,
    } as Answer);
  }

  async function follow(first: Navigation, goal: Goal): Promise<Arrived> {
    let going = first;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      goal.passes(going.url);
      const { status, headers, text, exchange } = await ask(going);
      const location = status >= 300 && status < 400 ? headers.location : undefined;
      if (!location) return show(going.url, status, headers, text, exchange);
      if (location.length > LONGEST_ADDRESS) {
        const seen = `one of ${location.length} characters`;
        throw new Violation(`a redirect to an address of at most ${LONGEST_ADDRESS} characters`, seen, {
          exchange,
        } as Answer);
      }
      if (!URL.canParse(location, going.url)) {
        throw new Violation('a redirect to a URL', location.slice(0, 200), { exchange } as Answer);
      }
      const next = new URL(location, going.url);
      heed(going, next, exchange);
      if (goal.isReachedAt(next)) return { redirect: next, exchange };
      const again = status === 307 || status === 308;
      if (again && going.body !== undefined && next.origin !== new URL(going.url).origin) {
        throw new Violation('a form that stays with its server', `${status} to ${next.origin}`, { exchange } as Answer);
      }
      const initiator = {
        ...going.initiator,
        referrerPolicy: referrerPolicyOf(headers['referrer-policy']) ?? going.initiator.referrerPolicy,
        chain: [...going.initiator.chain, going.url],
      };
      const plain: Navigation = { method: 'GET', url: next.href, headers: {}, initiator, form: going.form };
      going = again ? { ...going, url: next.href, initiator } : plain;
    }
    throw new Violation('the sign-in to come to an end', `${MOST_HOPS} redirects in a row`);
  }

  /** Goes from a page to an address that stands on it. */
  function leave(at: Shown, url: string, goal: Goal, policy = policyOf(at)): Promise<Arrived> {
    const request = { method: 'GET' as const, url, headers: {} };
    if (goal.isReachedAt(new URL(url))) return Promise.resolve(arrived(request, at.page.exchange));
    return follow({ ...request, initiator: startedAt(at.page.url, policy) }, goal);
  }

  const driver: Driver = {
    runsScripts: false,
    remarks,
    load: (url, goal) => follow({ method: 'GET', url, headers: {}, initiator: startedByHand() }, goal),
    async press(at, form, button, fields, goal) {
      const { page } = at;
      if (form === at.document.loose) {
        throw new Untestable(
          `“${page.title}” has fields without a form: it needs a browser that runs scripts`,
          'browser',
        );
      }
      const request = filled(form, button, fields, addressOf(at, button?.action ?? form.action));
      const policy = form.noReferrer ? 'no-referrer' : policyOf(at);
      const going = { ...request, initiator: startedAt(page.url, policy), form: at };
      const to = new URL(request.url);
      heed(going, to, page.exchange);
      return goal.isReachedAt(to) ? arrived(request, page.exchange) : follow(going, goal);
    },
    follow: async (at, link, goal) =>
      leave(at, addressOf(at, link.href), goal, link.noReferrer ? 'no-referrer' : policyOf(at)),
    moveOn: async (at, to, goal) => leave(at, to, goal),
    isUsedBy: (name) => own.isUsedBy(name),
    forget: () => own.forget(),
    refusals: own.refusals,
    another: () => createFormUserAgent(http, recorder, secrets, { refusals: own.refusals }),
  };
  return createUserAgent(driver, recorder);
}
