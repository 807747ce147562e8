import type { Answer } from '../vocabulary/answer.ts';
import { Untestable, Violation } from '../vocabulary/expect.ts';
import { type Human, type Landing, nameOf, type Page, type Remark, type UserAgent } from '../vocabulary/user-agent.ts';
import type { Recorder } from '../wire/recorder.ts';
import { type Asks, asks, type Choice, picks } from './asks.ts';
import { type Goal, goalOf, noGoal } from './goal.ts';
import { type Button, type Form, type Link, readHtml } from './html.ts';
import type { Shown } from './show.ts';
import type { SignInForm } from './sign-in-form.ts';
import { whatIsMissing, whereItEnds } from './why.ts';
import { meaning, tellsAnError } from './words.ts';

/** Where a step of the browser ended: on a page, or in front of the client's redirect URI. */
export type Arrived = Shown | { redirect: URL; exchange: number };

export type Fields = Record<string, string | string[]>;

/** What one kind of browser can do; everything a person decides is decided here, once for all kinds. */
export interface Driver {
  runsScripts: boolean;
  load(url: string, goal: Goal): Promise<Arrived>;
  /** Types `fields` into the form and presses `button`, or Enter. */
  press(at: Shown, form: Form, button: Button | undefined, fields: Fields, goal: Goal): Promise<Arrived>;
  follow(at: Shown, link: Link, goal: Goal): Promise<Arrived>;
  /** Goes where the page sends the browser by itself. */
  moveOn(at: Shown, to: string, goal: Goal): Promise<Arrived>;
  /** Leaves the sign-in page to a person, and comes back when they are through; without it the suite signs in. */
  waitForPerson?(at: Shown, goal: Goal): Promise<Arrived>;
  /** Somebody is about to sign in here: another than before leaves nothing behind for those who share the browser. */
  isUsedBy(name: string): void;
  /** How often a password was refused: kept with what the browsers of one person share. */
  refusals: Map<string, number>;
  /** What a visit has shown that is no obstacle to this browser; whoever reads them empties the list. */
  remarks: Remark[];
  forget(): void;
  another(): UserAgent;
}

/** The most redirects in a row, and the most pages of a visit. */
export const MOST_HOPS = 25;
/** How often one page may come again before it is called a loop. */
const MOST_RETURNS = 3;

/** How often one password is refused before nobody types it again. */
const MOST_REFUSALS = 2;

const byName = (name: string, value: string) => (form: Form) =>
  form.buttons.find((one) => one.name === name && one.value === value);
/** The button by which a person gives or refuses permission: by its name in the profiles, else by what is written on it. */
export const decide = (decision: 'allow' | 'deny') => (form: Form) =>
  byName('decision', decision)(form) ??
  form.buttons.find((one) => meaning(one, form) === (decision === 'allow' ? 'yes' : 'no'));

const whatWith = ({ searchParams }: URL): string =>
  searchParams.has('code') ? ' with a code' : searchParams.has('error') ? ` with ${searchParams.get('error')}` : '';

/** Resolves an address of a page as a browser does: an empty one is the page's own, any other is relative to its base. */
export function addressOf({ page, document }: Shown, written: string): string {
  if (written === '') return page.url;
  const base = document.base !== undefined && URL.canParse(document.base, page.url) ? document.base : '';
  const from = new URL(base, page.url).href;
  if (URL.canParse(written, from)) return new URL(written, from).href;
  throw new Violation('an address', written.slice(0, 200), { exchange: page.exchange } as Answer);
}

/** A password goes nowhere but where it belongs: neither to the page of a stranger nor from a good page to one. */
function refuseStrangers(at: Shown, form: Form, button: Button | undefined, { signsInAt }: Human): void {
  const places = [at.page.url, addressOf(at, button?.action ?? form.action)];
  const where = places.map((url) => new URL(url).origin).find((origin) => !signsInAt?.includes(origin));
  if (!signsInAt || where === undefined) return;
  throw new Untestable(
    `“${at.page.title}” would send the password to ${where}, which is not known for this target: if that is right, write “sign_in_origins: [${where}]” into the configuration`,
    'sign-in origin',
  );
}

/** The sign-in page came again and says that something is wrong. */
const isRefusal = ({ page }: Shown): boolean => page.status >= 400 || tellsAnError(page.text);

/** One visit: what its person has done so far. */
interface Visit {
  human: Human;
  goal: Goal;
  /** How often they have answered a sign-in page, by origin and by what it asks for. */
  signIns: Map<string, number>;
  permissions: number;
  returns: Map<string, number>;
}

const begin = (human: Human, goal: Goal): Visit => ({
  human,
  goal,
  signIns: new Map(),
  permissions: 0,
  returns: new Map(),
});

/** The same page with the same form again. */
function isLoop(visit: Visit, { page, document }: Shown): boolean {
  const { origin, pathname } = new URL(page.url);
  const fields = document.forms.map(({ types }) => Object.keys(types).join());
  const look = [origin, pathname, page.kind, page.title, document.text.slice(0, 500), ...fields].join(' ');
  const times = (visit.returns.get(look) ?? 0) + 1;
  visit.returns.set(look, times);
  return times > MOST_RETURNS;
}

/** A person at a browser: signs in, answers pages and stops where nothing more can be done. */
export function createUserAgent(driver: Driver, recorder: Recorder): UserAgent {
  /** The client that whoever visited last was on the way to: a page of that visit may still lead there. */
  let lastGoal: Goal = noGoal;

  const take = (at: Shown, choice: Choice, fields: Fields, goal: Goal): Promise<Arrived> =>
    'link' in choice
      ? driver.follow(at, choice.link, goal)
      : driver.press(at, choice.form, choice.button, { ...choice.fields, ...fields }, goal);

  function press(at: Shown, choose: (form: Form) => Button | undefined, fields: Fields, goal: Goal): Promise<Arrived> {
    for (const form of [...at.document.forms, at.document.loose]) {
      const button = choose(form);
      if (button) return driver.press(at, form, button, fields, goal);
    }
    const { url, title, exchange } = at.page;
    throw new Violation(`a form to go on with at ${url}`, `the page “${title}” without one`, { exchange } as Answer);
  }

  /** Types name and password, or the one of them that is asked for. */
  function signIn(at: Shown, { form, name, password, button }: SignInForm, visit: Visit): Promise<Arrived> | undefined {
    const { human, goal } = visit;
    if (driver.waitForPerson) return driver.waitForPerson(at, goal);
    const typedName = name?.type === 'email' ? (human.email ?? nameOf(human)) : nameOf(human);
    if (name?.type === 'email' && !form.noValidate && !typedName.includes('@')) {
      throw new Untestable(`“${at.page.title}” takes an email address, and “${typedName}” is none`, 'user');
    }
    const place = `${new URL(at.page.url).origin} ${password ? 'password' : 'name'}`;
    const times = visit.signIns.get(place) ?? 0;
    const secret = `${place} ${nameOf(human)} ${human.password}`;
    if (times > 0 && !human.mistypeFirst && isRefusal(at))
      driver.refusals.set(secret, (driver.refusals.get(secret) ?? 0) + 1);
    if (times === 0 && (driver.refusals.get(secret) ?? 0) >= MOST_REFUSALS) {
      const what = `${nameOf(human)} could not sign in at “${at.page.title}” ${MOST_REFUSALS} times`;
      throw new Untestable(`${what}: the password is not typed again, so that nobody is locked out`, 'user');
    }
    if (times >= (human.mistypeFirst || human.signOutFirst ? 2 : 1)) return undefined;
    visit.signIns.set(place, times + 1);
    refuseStrangers(at, form, button, human);
    driver.isUsedBy(nameOf(human));
    if (password && (button?.method ?? form.method) === 'get' && form !== at.document.loose) {
      const says = `“${at.page.title}” sends the password by GET: it stands in the address, which browsers and servers keep`;
      driver.remarks.push({ about: 'password-in-an-address', says, exchange: at.page.exchange });
    }
    const hasMistyped = [...visit.signIns].some(([one, many]) => one.endsWith('password') && one !== place && many > 0);
    const mistypes = human.mistypeFirst && password && times === 0 && !hasMistyped;
    recorder.tell(
      'human',
      password
        ? `signs in as ${nameOf(human)}${mistypes ? ' with a mistyped password' : ''}`
        : `says that they are ${nameOf(human)}`,
    );
    const required = form.fields.filter(({ type, isRequired }) => type === 'checkbox' && isRequired);
    const fields: Fields = {
      ...Object.fromEntries(required.map(({ key, value }) => [key, value])),
      ...(name ? { [name.key]: typedName } : {}),
      ...(password ? { [password.key]: mistypes ? `${human.password}x` : human.password } : {}),
    };
    return driver.press(at, form, button, fields, goal);
  }

  /** The scope that they choose, where there is a choice, and every box that a willing person ticks. */
  function chosenScope(choice: Choice, human: Human): Fields {
    if ('link' in choice) return {};
    const picked = picks(choice.form, nameOf(human));
    const offered = choice.form.fields.filter(({ key }) => key === 'scope');
    if (!human.scope || offered.length === 0) return picked;
    const wanted = human.scope.split(' ');
    const boxes = offered.filter(({ type }) => type === 'checkbox').map(({ value }) => value);
    const known = boxes.filter((value) => wanted.includes(value));
    return { ...picked, scope: boxes.length > 0 ? (known.length > 0 ? known : boxes) : human.scope };
  }

  function answerPermission(at: Shown, { yes, no }: Asks & { for: 'permission' }, visit: Visit) {
    const { title } = at.page;
    const { human, goal } = visit;
    visit.permissions++;
    if (human.signOutFirst && visit.permissions === 1) {
      recorder.tell('human', `sees that “${title}” is for the wrong account and signs out there`);
      return press(at, byName('action', 'sign-out'), {}, goal);
    }
    const decision = human.decision ?? 'allow';
    recorder.tell(
      'human',
      decision === 'leave' ? `closes “${title}” without an answer` : `presses ${decision} at “${title}”`,
    );
    if (decision === 'leave') return undefined;
    if (decision === 'deny' && !no) throw new Untestable(`needs a button by which to refuse: “${title}” has none`);
    if (decision === 'deny') return take(at, no!, {}, goal);
    return yes && take(at, yes, chosenScope(yes, human), goal);
  }

  /** What the person does at this page; undefined when they stop here. */
  function act(at: Shown, visit: Visit): Promise<Arrived> | undefined {
    const { human, goal } = visit;
    const { title } = at.page;
    const wanted = asks(at.document, at.page.headers, at.page.status, nameOf(human));
    const back = linkToTheClient(at, wanted, goal);
    if (back) return driver.follow(at, back, goal);
    switch (wanted.for) {
      case 'sign-in':
      case 'name':
        return signIn(at, wanted, visit);
      case 'permission':
        return answerPermission(at, wanted, visit);
      case 'success': {
        const answer = human.atSuccessPage ?? 'continue';
        if (answer === 'stop') return undefined;
        recorder.tell('human', `presses ${answer} at “${title}”`);
        return press(at, byName('action', answer), {}, goal);
      }
      case 'going on':
        return driver.moveOn(at, addressOf(at, wanted.to), goal);
      case 'sending itself':
        return driver.runsScripts
          ? driver.moveOn(at, at.page.url, goal)
          : driver.press(at, wanted.form, undefined, {}, goal);
      case 'a step':
        recorder.tell('human', `${wanted.what} at “${title}”`);
        return take(at, wanted.choice, {}, goal);
      default:
        return undefined;
    }
  }

  /** A link that leads to the client itself, on a page that asks nothing else. */
  function linkToTheClient(at: Shown, wanted: Asks, goal: Goal): Link | undefined {
    if (at.page.kind !== 'other' || wanted.for === 'name') return undefined;
    return at.document.links.find(({ href }) => {
      const isAddress = /^[a-z][a-z0-9+.-]*:|^\//i.test(href) && !/^(javascript|mailto|tel|data):/i.test(href);
      return isAddress && URL.canParse(href, at.page.url) && goal.isReachedAt(new URL(href, at.page.url));
    });
  }

  const tellAnswer = (exchange: number, what: string): void =>
    recorder.tell(recorder.exchanges[exchange - 1]?.to ?? 'gateway', what, exchange);

  const aPage = (at: Arrived): Page => {
    if ('redirect' in at) throw new Violation('a page', `a redirect to ${at.redirect.href}`);
    return at.page;
  };

  function stop(at: Shown, visit: Visit, pages: Page[], isGoingRound: boolean): Landing {
    const { status, title, errorCode, exchange } = at.page;
    tellAnswer(exchange, `shows “${title}” (${[status, errorCode].filter(Boolean).join(' ')})`);
    const wanted = asks(at.document, at.page.headers, status, nameOf(visit.human));
    const lacks = isGoingRound ? undefined : whatIsMissing(at, wanted, driver.runsScripts);
    if (lacks) throw lacks;
    const why = whereItEnds(at, wanted, isGoingRound);
    return { pages, stoppedAt: at.page, why, remarks: driver.remarks.splice(0) };
  }

  return {
    async visit(url, redirectUri, human): Promise<Landing> {
      const pages: Page[] = [];
      const goal = goalOf(url, redirectUri, human.signsInAt);
      const visit = begin(human, goal);
      lastGoal = goal;
      driver.remarks.length = 0;
      let at = await driver.load(url, goal);
      for (;;) {
        if ('redirect' in at) {
          tellAnswer(at.exchange, `sends the browser to the client${whatWith(at.redirect)}`);
          const { redirect, exchange } = at;
          return { pages, redirect: { url: redirect, exchange }, remarks: driver.remarks.splice(0) };
        }
        pages.push(at.page);
        goal.passes(at.page.url);
        const isGoingRound = pages.length > MOST_HOPS || isLoop(visit, at);
        const next = isGoingRound ? undefined : act(at, visit);
        if (!next) return stop(at, visit, pages, isGoingRound);
        at = await next;
      }
    },
    async open(url, human) {
      const visit = begin(human, lastGoal);
      let at = await driver.load(url, lastGoal);
      while (!('redirect' in at) && !isLoop(visit, at)) {
        const wanted = asks(at.document, at.page.headers, at.page.status, nameOf(human));
        const isOnTheWay = wanted.for === 'sign-in' || (wanted.for === 'name' && visit.signIns.size === 0);
        const next = isOnTheWay ? signIn(at, wanted, visit) : undefined;
        if (!next) break;
        at = await next;
      }
      return aPage(at);
    },
    async submit(page, button, fields = {}) {
      const at = { page, document: readHtml(page.html, driver.runsScripts) };
      const isMeant = (form: Form) => form.within.includes(button.within ?? '');
      if (button.name === '') {
        const form = at.document.forms.find(isMeant) ?? at.document.forms[0];
        if (form) return aPage(await driver.press(at, form, form.buttons[0], fields, lastGoal));
      }
      const choose = (form: Form) => (isMeant(form) ? byName(button.name, button.value)(form) : undefined);
      return aPage(await press(at, choose, fields, lastGoal));
    },
    forget: () => driver.forget(),
    another: () => driver.another(),
  };
}
