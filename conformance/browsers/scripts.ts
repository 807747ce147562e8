import { attribute, type Element } from './dom.ts';

const GOES_TO =
  /\b(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`$\n]*)`)/g;

const unescaped = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (_, four, two) =>
      String.fromCharCode(Number.parseInt(four ?? two, 16)),
    )
    .replace(/\\(.)/g, '$1');

/** What a script does besides going elsewhere: then where it leads is not for us to say. */
const DOES_MORE = /\bif\s*\(|\bfetch\b|\bawait\b|innerHTML|\bonclick|addEventListener|XMLHttpRequest|\bimport\b/;

/** Where a script leads that does nothing but go elsewhere; undefined where it does more, or leads to several places. */
export function goalOfScript(script: string): string | undefined {
  const all = [...script.matchAll(GOES_TO)].map(([, one, two, three]) => one ?? two ?? three ?? '');
  const isPlain = script.length < 2000 && !DOES_MORE.test(script) && new Set(all).size === 1;
  return isPlain ? unescaped(all[0]!) : undefined;
}

/** Where a button or link leads by a script of its own. */
export function goesToOnClick(element: Element): string | undefined {
  const script = attribute(element, 'onclick');
  return script === undefined ? undefined : goalOfScript(script);
}
