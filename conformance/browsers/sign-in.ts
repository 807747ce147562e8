import type { Answer } from '../vocabulary/answer.ts';
import { Untestable, Violation } from '../vocabulary/expect.ts';
import { type Human, nameOf } from '../vocabulary/user-agent.ts';
import type { Recorder } from '../wire/recorder.ts';
import { type Arrived, addressOf, type Driver, type Fields } from './driver.ts';
import { isLoopback } from './goal.ts';
import type { Button, Field, Form } from './html.ts';
import type { Shown } from './show.ts';
import type { SignInForm } from './sign-in-form.ts';
import type { Visit } from './visit.ts';
import { tellsAnError } from './words.ts';

/** How often one password is refused before nobody types it again. */
const MOST_REFUSALS = 2;

/** Where the form leads; what its page does by a script stays with the page. */
function destination(driver: Driver, at: Shown, form: Form, button: Button | undefined): URL {
  const { title, url, exchange } = at.page;
  const to = new URL(addressOf(at, button?.action ?? form.action));
  if (to.protocol === 'http:' || to.protocol === 'https:') return to;
  if (to.protocol !== 'javascript:') {
    const seen = `“${title}” has one that leads to ${to.protocol}`;
    throw new Violation('a sign-in form that leads to a server', seen, { exchange } as Answer);
  }
  if (driver.runsScripts) return new URL(url);
  throw new Untestable(`“${title}” signs in by a script: it needs a browser that runs scripts`, 'browser');
}

/** A password goes nowhere but where it belongs: neither to the page of a stranger nor from a good page to one. */
function refuseStrangers(at: Shown, to: URL, { signsInAt, isOnThisMachine }: Human): void {
  const places = [new URL(at.page.url), to];
  const neighbour = isOnThisMachine && isLoopback(places[0]!.hostname) ? places[0]!.origin : undefined;
  const where = places.find(({ origin }) => origin !== neighbour && !signsInAt?.includes(origin))?.origin;
  if (!signsInAt || where === undefined) return;
  throw new Untestable(
    `“${at.page.title}” would send the password to ${where}, which is not known for this target: if that is right, write “sign_in_origins: [${where}]” into the configuration`,
    'sign-in origin',
  );
}

/** The sign-in page came again and says that something is wrong. */
const isRefusal = ({ page }: Shown): boolean => page.status >= 400 || tellsAnError(page.text);

/** There is a browser and nobody who could sign in. */
export const isNobody = (human: Human): boolean => nameOf(human) === '';

/** What they type as their name: an address where nothing else is taken. */
function typedName(at: Shown, form: Form, field: Field | undefined, human: Human): string {
  const typed = field?.type === 'email' ? (human.email ?? nameOf(human)) : nameOf(human);
  if (field?.type !== 'email' || form.noValidate || typed.includes('@')) return typed;
  throw new Untestable(`“${at.page.title}” takes an email address, and “${typed}” is none`, 'user');
}

/** Counts refusals of a password, and refuses to type it for ever: nobody real is to be locked out. */
function heedRefusals(driver: Driver, at: Shown, { human }: Visit, place: string, times: number): void {
  const secret = `${place} ${nameOf(human)} ${human.password}`;
  const refused = driver.refusals.get(secret) ?? 0;
  if (times > 0 && !human.mistypeFirst && isRefusal(at)) driver.refusals.set(secret, refused + 1);
  if (times > 0 || refused < MOST_REFUSALS) return;
  const what = `${nameOf(human)} could not sign in at “${at.page.title}” ${MOST_REFUSALS} times`;
  throw new Untestable(`${what}: the password is not typed again, so that nobody is locked out`, 'user');
}

/** Types name and password, or the one of them that is asked for; undefined where that was done before. */
export function signIn(
  driver: Driver,
  recorder: Recorder,
  at: Shown,
  { form, name, password, button }: SignInForm,
  visit: Visit,
): Promise<Arrived> | undefined {
  const { human, goal } = visit;
  if (driver.waitForPerson) return driver.waitForPerson(at, goal);
  if (isNobody(human)) return undefined;
  const typed = typedName(at, form, name, human);
  const place = `${new URL(at.page.url).origin} ${password ? 'password' : 'name'}`;
  const times = visit.signIns.get(place) ?? 0;
  heedRefusals(driver, at, visit, place, times);
  if (times >= (human.mistypeFirst || human.signOutFirst ? 2 : 1)) return undefined;
  refuseStrangers(at, destination(driver, at, form, button), human);
  const mistypes = human.mistypeFirst && password && ![...visit.signIns.keys()].some((one) => one.endsWith('password'));
  visit.signIns.set(place, times + 1);
  driver.isUsedBy(nameOf(human));
  if (password && (button?.method ?? form.method) === 'get' && form !== at.document.loose) {
    const says = `“${at.page.title}” sends the password by GET: it stands in the address, which browsers and servers keep`;
    driver.remarks.push({ about: 'password-in-an-address', says, exchange: at.page.exchange });
  }
  const how = mistypes ? ' with a mistyped password' : '';
  recorder.tell('human', `${password ? 'signs in as' : 'says that they are'} ${nameOf(human)}${how}`);
  const required = form.fields.filter(({ type, isRequired }) => type === 'checkbox' && isRequired);
  const fields: Fields = {
    ...Object.fromEntries(required.map(({ key, value }) => [key, value])),
    ...(name ? { [name.key]: typed } : {}),
    ...(password ? { [password.key]: mistypes ? `${human.password}x` : human.password } : {}),
  };
  return driver.press(at, form, button, fields, goal);
}
