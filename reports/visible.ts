/**
 * What a reader does not see, and what moves what they do see: controls but tab and line breaks, marks of direction,
 * characters without width, and tags that hide words.
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal would obey.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\udb40[\udc00-\udc7f]/g;

const escapeOf = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

/** The text with what is hidden in it written out, as JSON would: words of others are shown and never obeyed. */
export const visible = (text: string): string => text.replace(hidden, escapeOf);

/** The same on one line. */
export const visibleLine = (text: string): string => visible(text.replace(/\s+/g, ' '));
