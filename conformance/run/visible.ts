/**
 * What a reader does not see, and what moves what they do see: controls but tab and line breaks, marks of direction,
 * characters without width or ink, and tags that hide words.
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal would obey.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff]|\u034f|\udb40[\udc00-\udfff]/g;

const escapeOf = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

/**
 * What the log of a pipeline obeys: `##[…]` and `##name[…]` wherever they stand (GitHub, Azure, TeamCity), and `::` where a
 * line begins (GitHub).
 */
const anywhere = /##(?=\w*\[)/g;
const atTheBeginning = /^([^\S\n]*)::/gm;

/** The text with what is hidden in it written out, as JSON would: words of others are shown and never obeyed. */
export const visible = (text: string): string =>
  text
    .replace(hidden, escapeOf)
    .replace(anywhere, escapeOf)
    .replace(atTheBeginning, (_, indent) => indent + escapeOf('::'));

/** The same on one line. */
export const visibleLine = (text: string): string => visible(text.replace(/\s+/g, ' ').trim());

/** The most characters of a sentence in a report. */
const LONGEST = 2_000;

/** Words of others as they enter a sentence of ours: on one line, shortened, and with nothing hidden in them. */
export function said(text: string): string {
  const line = visibleLine(text.length > 3 * LONGEST ? text.slice(0, 3 * LONGEST) : text);
  return line.length > LONGEST || text.length > 3 * LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** JSON in which nothing is hidden, and nothing obeyed: the same values, written otherwise. */
export const visibleJson = (json: string): string => json.replace(hidden, escapeOf).replace(anywhere, '\\u0023#');
