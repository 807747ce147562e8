import { Untestable } from '../vocabulary/expect.ts';
import type { Asks } from './asks.ts';
import type { Document } from './html.ts';
import type { Shown } from './show.ts';

/** The most characters of a page that are quoted. */
const QUOTED = 160;

const quote = (text: string): string => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);
const listed = (names: readonly string[]): string =>
  names
    .slice(0, 6)
    .map((one) => `“${quote(one)}”`)
    .join(', ');

const named = ({ page }: Shown): string =>
  `“${quote(page.title)}” (${[page.status, page.errorCode].filter(Boolean).join(' ')})`;

/** What the page holds that nobody knew an answer to. */
function offers({ forms, loose, links }: Document): string {
  const all = [...forms, loose];
  const fields = all.flatMap((form) => form.fields).filter(({ type }) => type !== 'hidden');
  const buttons = all.flatMap((form) => form.buttons);
  const parts = [
    fields.length > 0 && `asks for ${listed(fields.map(({ key, words }) => words.split(' ')[0] || key))}`,
    buttons.length > 0 && `has the buttons ${listed(buttons.map(({ text }) => text))}, of which none says yes`,
    fields.length + buttons.length === 0 &&
      links.length > 0 &&
      `has the links ${listed(links.map(({ text }) => text))}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' and ') : 'has neither a form nor a link to go on with';
}

/** Where the way in ended and why, in a sentence: the page's title, what it asked for, and what was missing. */
export function whereItEnds(at: Shown, wanted: Asks, isGoingRound: boolean, isNobodyThere: boolean): string {
  const { text, kind } = at.page;
  const says = text ? `: it says “${quote(text)}”` : '';
  if (isGoingRound) return `${named(at)} comes again and again, whatever is answered`;
  if (isNobodyThere && (wanted.for === 'sign-in' || wanted.for === 'name')) return `${named(at)} asks who it is`;
  if (wanted.for === 'sign-in') return `${named(at)} asks for the password again after it was typed${says}`;
  if (wanted.for === 'name') return `${named(at)} asks for the user name again after it was typed${says}`;
  if (kind === 'permission' || kind === 'success') return `${named(at)} was left without an answer`;
  if (kind === 'error') return `${named(at)}${says}`;
  return `${named(at)} ${offers(at.document)}${says}`;
}

/** A page that its scripts draw: little to read, and nothing that works without them. */
function isDrawnByScripts({ page, document }: Shown): boolean {
  const { forms, loose, links, text, hasScripts } = document;
  const looseParts = loose.fields.length + loose.buttons.length;
  if (!hasScripts || page.kind === 'error' || forms.some(({ buttons }) => buttons.length > 0)) return false;
  const asksForThem = /\b(enable|requires?|needs?|turn on)\b[^.]{0,30}\bjavascript\b/i.test(
    `${text} ${page.html.slice(0, 100_000)}`,
  );
  return asksForThem || looseParts > 0 || (text.length < 60 && links.length === 0);
}

const CAPTCHA = /\b(g-recaptcha|h-captcha|cf-turnstile|frc-captcha)\b/;

/** Why nobody could say how it goes on, where that is for lack of something on our side; undefined where it is not. */
export function whatIsMissing(at: Shown, wanted: Asks, runsScripts: boolean): Untestable | undefined {
  if (at.page.kind !== 'other' && at.page.kind !== 'sign-in') return undefined;
  if (wanted.for === 'one-time code') {
    const what = `${named(at)} asks for a one-time code (“${quote(wanted.field.words.split(' ')[0] ?? '')}”)`;
    return new Untestable(`${what}: a person can type it, or a user without a second factor needs none`, 'person');
  }
  if (CAPTCHA.test(at.page.html)) {
    return new Untestable(`${named(at)} has a puzzle for people: let one sign in`, 'person');
  }
  if (!runsScripts && isDrawnByScripts(at)) {
    return new Untestable(`${named(at)} is drawn by scripts: it needs a browser that runs them`, 'browser');
  }
  return undefined;
}
