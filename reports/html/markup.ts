import { visible } from '../../conformance/run/visible.ts';
import { wellFormed } from '../well-formed.ts';

/** HTML that is safe to put into a page. Only `markup` makes it. */
export interface Markup {
  readonly html: string;
}

export type Value = Markup | string | number | false | undefined | readonly Value[];

const special = /[&<>"']/;

/** Text for an element or a quoted attribute. */
export const escapeHtml = (words: string): string => {
  const text = visible(words);
  return special.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;')
    : text;
};

/** Text for an element only, where quotes mean nothing: bodies are full of them. */
export const content = (text: string): Markup => ({
  html: visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
});

const render = (value: Value): string => {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (value === undefined || value === false) return '';
  if ('html' in value) return value.html;
  return value.map(render).join('');
};

/** A tagged template that escapes every value but markup: answers in a report come from servers that may be hostile. */
export const markup = (strings: TemplateStringsArray, ...values: Value[]): Markup => {
  let html = strings[0]!;
  for (let i = 0; i < values.length; i++) html += render(values[i]) + strings[i + 1];
  return { html };
};

/** Words for people, in which what stands between backticks is code. */
export const prose = (text: string): Markup => {
  const pieces = text.split('`');
  if (pieces.length % 2 === 0) return markup`${text}`;
  return markup`${pieces.map((piece, i) => (i % 2 === 1 ? markup`<code>${piece}</code>` : piece))}`;
};

/** A link to an id on the page; slashes and at signs stay readable. */
export const fragment = (id: string): string =>
  `#${encodeURIComponent(wellFormed(id)).replace(/%2F/g, '/').replace(/%40/g, '@')}`;
