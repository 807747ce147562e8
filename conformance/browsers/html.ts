import {
  ancestors,
  attribute,
  children,
  type Element,
  elements,
  everything,
  isElement,
  type Node,
  parentOf,
  text,
  visible,
} from './dom.ts';
import { addControl, type Form, newForm } from './fields.ts';
import { parsePage } from './parse.ts';
import { goesToOnClick } from './scripts.ts';

export type { Button, Field, Form } from './fields.ts';

export interface Link {
  href: string;
  text: string;
  nth: number;
  noReferrer: boolean;
}

export interface Document {
  title: string;
  text: string;
  errorCode?: string;
  forms: Form[];
  /** Fields and buttons outside any form: only a script can send them. */
  loose: Form;
  links: Link[];
  /** `<base href>`: what addresses are relative to, in place of the page’s own. */
  base?: string;
  /** `<meta http-equiv>`, by lower-case name: refresh, content-security-policy. */
  equivalents: Record<string, string[]>;
  /** `<meta name=referrer>`. */
  referrerPolicy?: string;
  /** What its scripts say, those in the page and in `onload`. */
  script: string;
  hasScripts: boolean;
}

/** The most forms, links and fields of a page that are looked at. */
const MOST_PARTS = 2000;

const enclosing = (element: Element): string =>
  [...ancestors(element)]
    .flatMap(({ attrs }) => attrs.filter(({ name }) => name.startsWith('data-')))
    .map(({ value }) => value)
    .join(' ');

const tables = new Set(['table', 'tbody', 'thead', 'tr']);
/** A form that a table pushed aside: HTML gives it the fields that follow, though they do not stand in it. */
const isPushedAside = (form: Element): boolean => {
  const parent = parentOf(form);
  return children(form).length === 0 && parent !== null && isElement(parent) && tables.has(parent.tagName);
};

/** The form that each field and button belongs to: the one it names, the one around it, or one that a table pushed aside. */
function owners(all: readonly Element[]): Map<Element, Element | undefined> {
  const byId = new Map(all.map((one) => [one.tagName === 'form' ? attribute(one, 'id') : undefined, one]));
  const found = new Map<Element, Element | undefined>();
  let aside: Element | undefined;
  for (const one of all) {
    if (found.size === MOST_PARTS) break;
    if (one.tagName === 'form') aside = isPushedAside(one) ? one : undefined;
    if (!['input', 'select', 'textarea', 'button'].includes(one.tagName)) continue;
    const named = attribute(one, 'form');
    const around = () => [...ancestors(one)].find(({ tagName }) => tagName === 'form');
    found.set(one, named === undefined ? (around() ?? aside) : byId.get(named));
  }
  return found;
}

function labels(all: readonly Element[]): (field: Element) => string {
  const byId = new Map<string, string>();
  for (const one of all) if (one.tagName === 'label') byId.set(attribute(one, 'for') ?? '', visible(one));
  return (field) => {
    const id = attribute(field, 'id');
    const around = [...ancestors(field)].find(({ tagName }) => tagName === 'label');
    return (id && byId.get(id)) || (around && visible(around)) || (attribute(field, 'aria-label') ?? '');
  };
}

const isDisabled = (element: Element): boolean =>
  [...ancestors(element)].some(
    (one) => (one === element || one.tagName === 'fieldset') && attribute(one, 'disabled') !== undefined,
  );

function readForms(all: readonly Element[], runsScripts: boolean): { forms: Form[]; loose: Form } {
  const ofElement = new Map<Element, Form>();
  for (const one of all) if (one.tagName === 'form') ofElement.set(one, newForm(one, enclosing(one)));
  const loose = newForm(undefined, '');
  const labelOf = labels(all);
  const places = new Map(all.filter(isPlace).map((one, index) => [one, index]));
  for (const [field, owner] of owners(all)) {
    if (isDisabled(field)) continue;
    const form = (owner && ofElement.get(owner)) ?? loose;
    const takesAnyButton = form === loose || runsScripts;
    addControl(form, field, { label: labelOf(field), nth: places.get(field)!, takesAnyButton });
  }
  return { forms: [...ofElement.values()], loose };
}

const placeNames = new Set(['input', 'select', 'textarea', 'button', 'a']);
const isPlace = ({ tagName }: Element): boolean => placeNames.has(tagName);
/** Elements that have a number, in the order of the page: the same selector finds them in a browser. */
export const PLACES = [...placeNames].join(',');

function readLinks(all: readonly Element[]): Link[] {
  return all.filter(isPlace).flatMap((one, nth) => {
    const written = one.tagName === 'a' ? attribute(one, 'href') : undefined;
    const href = goesToOnClick(one) ?? written;
    if (href === undefined) return [];
    const rel = (attribute(one, 'rel') ?? '').toLowerCase();
    const noReferrer = /\bnoreferrer\b/.test(rel) || attribute(one, 'referrerpolicy') === 'no-referrer';
    return [
      { href, text: visible(one) || (attribute(one, 'aria-label') ?? attribute(one, 'value') ?? ''), nth, noReferrer },
    ];
  });
}

function readEquivalents(all: readonly Element[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const one of all) {
    const name = one.tagName === 'meta' ? attribute(one, 'http-equiv')?.toLowerCase() : undefined;
    if (name) found[name] = [...(found[name] ?? []), attribute(one, 'content') ?? ''];
  }
  return found;
}

/** Scripts that are run, as they are written; modules and data (JSON) aside. */
function readScripts(all: readonly Element[]): { script: string; hasScripts: boolean } {
  const scripts = all.filter(
    (one) => one.tagName === 'script' && !/json|importmap/i.test(attribute(one, 'type') ?? ''),
  );
  const onload = all.map((one) => attribute(one, 'onload') ?? '').filter(Boolean);
  return {
    script: [...scripts.map(everything), ...onload].join('\n').slice(0, 20_000),
    hasScripts: scripts.length > 0 || onload.length > 0,
  };
}

const firstOf = (all: readonly Element[], tagName: string): Element | undefined =>
  all.find((element) => element.tagName === tagName);

/** The title, else what stands on top of the page. */
function titleOf(all: readonly Element[], whole: string): string {
  const title = firstOf(all, 'title');
  const written = title ? text({ ...title, tagName: 'span' } as Node).trim() : '';
  const heading = firstOf(all, 'h1') ?? firstOf(all, 'h2');
  return written || (heading && visible(heading)) || whole.slice(0, 60);
}

/** Reads what a person would see of a page, and its forms. With scripts, what stands in `noscript` does not count. */
export function readHtml(html: string, runsScripts = false): Document {
  const all = elements(parsePage(html, runsScripts));
  const body = firstOf(all, 'body');
  const shown = body ? visible(body) : '';
  const code = all.map((element) => attribute(element, 'data-error-code')).find((value) => value);
  const base = all.find((one) => one.tagName === 'base' && attribute(one, 'href') !== undefined);
  const referrer = all.findLast(
    (one) => one.tagName === 'meta' && attribute(one, 'name')?.toLowerCase() === 'referrer',
  );
  const { forms, loose } = readForms(all, runsScripts);
  return {
    title: titleOf(all, shown),
    text: shown,
    ...(code ? { errorCode: code } : {}),
    forms: forms.slice(0, MOST_PARTS),
    loose,
    links: readLinks(all).slice(0, MOST_PARTS),
    ...(base ? { base: attribute(base, 'href')! } : {}),
    equivalents: readEquivalents(all),
    ...(referrer ? { referrerPolicy: attribute(referrer, 'content') ?? '' } : {}),
    ...readScripts(all),
  };
}

/** The values of `attribute` on the elements that have it and whose text contains `words`. */
export const rowsOf = (html: string, name: string, words: string): string[] =>
  elements(parsePage(html))
    .filter((element) => attribute(element, name) !== undefined && visible(element).includes(words))
    .map((element) => attribute(element, name)!);

/** The text of the first element that has this attribute. */
export function textOf(html: string, name: string): string | undefined {
  const found = elements(parsePage(html)).find((one) => attribute(one, name) !== undefined);
  return found && visible(found);
}

/** The last of them. */
export const rowOf = (html: string, name: string, words: string): string | undefined =>
  rowsOf(html, name, words).at(-1);
