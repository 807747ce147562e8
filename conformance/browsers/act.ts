import type { Answer } from '../vocabulary/answer.ts';
import { Untestable, Violation } from '../vocabulary/expect.ts';
import { type Human, type Landing, nameOf, type Page, type UserAgent } from '../vocabulary/user-agent.ts';
import type { Recorder } from '../wire/recorder.ts';
import { type Asks, asks, type Choice, picks } from './asks.ts';
import { type Arrived, addressOf, type Driver, type Fields, MOST_HOPS } from './driver.ts';
import { type Goal, goalOf, noGoal } from './goal.ts';
import { type Button, type Form, type Link, readHtml } from './html.ts';
import type { Shown } from './show.ts';
import { isNobody, signIn } from './sign-in.ts';
import { begin, isLoop, type Visit } from './visit.ts';
import { whatIsMissing, whereItEnds } from './why.ts';
import { meaning } from './words.ts';

const byName = (name: string, value: string) => (form: Form) =>
  form.buttons.find((one) => one.name === name && one.value === value);
/** The button by which a person gives or refuses permission: by its name in the profiles, else by what is written on it. */
export const decide = (decision: 'allow' | 'deny') => (form: Form) =>
  byName('decision', decision)(form) ??
  form.buttons.find((one) => meaning(one, form) === (decision === 'allow' ? 'yes' : 'no'));

const whatWith = ({ searchParams }: URL): string =>
  searchParams.has('code') ? ' with a code' : searchParams.has('error') ? ` with ${searchParams.get('error')}` : '';

/** A link that takes an answer to the client, on a page that asks for nothing else. */
function linkToTheClient({ page, document }: Shown, wanted: Asks, goal: Goal): Link | undefined {
  const isIdle = wanted.for === 'nothing' || (wanted.for === 'a step' && 'link' in wanted.choice);
  if (page.kind !== 'other' || !isIdle) return undefined;
  return document.links.find(({ href }) => {
    if (!/[?&#](code|error|access_token)=/.test(href) || !URL.canParse(href, page.url)) return false;
    return goal.isReachedAt(new URL(href, page.url));
  });
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

  /** The scope that they choose, where there is a choice, and every box that a willing person ticks. */
  function chosenScope(choice: Choice, human: Human): Fields {
    if ('link' in choice) return {};
    const picked = picks(choice.form, nameOf(human));
    const offered = choice.form.fields.filter(({ key }) => key === 'scope');
    if (human.scope === undefined || offered.length === 0) return picked;
    if (human.scope === '') return { ...picked, scope: [] };
    const wanted = human.scope.split(' ');
    // Of several that are asked for, one is to be chosen: the last is the largest.
    const [only] =
      wanted.length > 1 ? wanted.filter((one) => offered.some(({ value }) => value === one)).slice(-1) : [];
    if (only && offered.every(({ type }) => type === 'radio')) return { ...picked, scope: only };
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
        return signIn(driver, recorder, at, wanted, visit);
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
        return human.goesBack ? goBack(at, goal) : undefined;
    }
  }

  function goBack(at: Shown, goal: Goal): Promise<Arrived> | undefined {
    const form = at.document.forms.find(({ buttons }) => buttons.length === 1);
    if (!form) return undefined;
    recorder.tell('human', `presses the only button at “${at.page.title}”`);
    return driver.press(at, form, form.buttons[0], {}, goal);
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
    const why = whereItEnds(at, wanted, isGoingRound, isNobody(visit.human));
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
        const next = isOnTheWay ? signIn(driver, recorder, at, wanted, visit) : undefined;
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
