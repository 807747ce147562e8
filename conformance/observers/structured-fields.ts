// Lists of structured fields (RFC 9651), as far as items with parameters go: none of the fields looked at has inner lists.

/** A value, and what it is. */
export interface Bare {
  is: 'string' | 'integer' | 'decimal' | 'token' | 'bytes' | 'boolean' | 'date' | 'display string';
  value: string;
}

/** A member of a list. */
export interface Item extends Bare {
  params: Readonly<Record<string, Bare>>;
}

const kinds: readonly [Bare['is'], RegExp][] = [
  ['string', /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/],
  ['decimal', /^(-?\d{1,12}\.\d{1,3})/],
  ['integer', /^(-?\d{1,15})/],
  ['bytes', /^:([A-Za-z0-9+/]*={0,2}):/],
  ['boolean', /^\?([01])/],
  ['date', /^@(-?\d{1,15})/],
  ['display string', /^%"((?:[\x20\x21\x23\x24\x26-\x7e]|%[0-9a-f]{2})*)"/],
  ['token', /^([A-Za-z*][\w!#$%&'*+.^`|~:/-]*)/],
];

/** What stands at the beginning of a text, and what comes after it. */
function bareIn(text: string): { bare: Bare; rest: string } | undefined {
  for (const [is, pattern] of kinds) {
    const [whole, value] = pattern.exec(text) ?? [];
    if (whole !== undefined) return { bare: { is, value: value! }, rest: text.slice(whole.length) };
  }
  return undefined;
}

const KEY = /^; *([a-z*][a-z0-9_.*-]*)/;

function itemIn(text: string): { item: Item; rest: string } | undefined {
  const first = bareIn(text);
  if (!first) return undefined;
  const params: Record<string, Bare> = {};
  let { rest } = first;
  for (let key = KEY.exec(rest); key; key = KEY.exec(rest)) {
    rest = rest.slice(key[0].length);
    const given = rest.startsWith('=') ? bareIn(rest.slice(1)) : undefined;
    if (rest.startsWith('=') && !given) return undefined;
    params[key[1]!] = given?.bare ?? { is: 'boolean', value: '1' };
    rest = given?.rest ?? rest;
  }
  return { item: { ...first.bare, params }, rest };
}

/** The items of a list; undefined where it is none. */
export function listOf(field: string): Item[] | undefined {
  const items: Item[] = [];
  let rest = field.replace(/^ +/, '').replace(/ +$/, '');
  for (;;) {
    const next = itemIn(rest);
    if (!next) return undefined;
    items.push(next.item);
    rest = next.rest.replace(/^[ \t]+/, '');
    if (rest === '') return items;
    if (!rest.startsWith(',')) return undefined;
    rest = rest.slice(1).replace(/^[ \t]+/, '');
  }
}
