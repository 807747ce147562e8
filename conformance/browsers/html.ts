import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export interface Button {
  name: string;
  value: string;
  text: string;
}

/** A form as a browser would send it. */
export interface Form {
  action: string;
  method: 'get' | 'post';
  /** Name and value of everything that is sent untouched: hidden and filled-in fields, checked boxes, chosen options. */
  values: [string, string][];
  /** Type by name, of all fields. */
  types: Record<string, string>;
  buttons: Button[];
  /** `data-*` attributes of the form and of what encloses it, joined: tells one row's form from another's. */
  within: string;
}

export interface Document {
  title: string;
  text: string;
  errorCode?: string;
  forms: Form[];
}

/** The most characters of a page that are read: the parser's time grows faster than a page that means harm. */
const LONGEST_PAGE = 300_000;

const isElement = (node: Node): node is Element => 'tagName' in node;
const children = (node: Node): Node[] => ('childNodes' in node ? (node.childNodes as Node[]) : []);
const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((attr) => attr.name === name)?.value;
const invisible = new Set(['script', 'style', 'template', 'head', 'noscript']);

/** The nodes inside, in the order of the document. Without recursion: a stranger's page can be nested without end. */
function* inside(node: Node, isLeftOut: (child: Node) => boolean = () => false): Generator<Node> {
  const waiting = children(node).toReversed();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (isLeftOut(next)) continue;
    yield next;
    for (const child of children(next).toReversed()) waiting.push(child);
  }
}

const elements = (node: Node): Element[] => [...inside(node)].filter(isElement);

const isInvisible = (node: Node): boolean => isElement(node) && invisible.has(node.tagName);

function text(node: Node): string {
  const texts = [...inside(node, isInvisible)].filter(({ nodeName }) => nodeName === '#text');
  return texts.map((one) => (one as DefaultTreeAdapterTypes.TextNode).value).join(' ');
}
const visible = (node: Node): string => text(node).replace(/\s+/g, ' ').trim();

function enclosing(element: Element): string {
  const data: string[] = [];
  for (let node: Node | null = element; node; node = ('parentNode' in node ? node.parentNode : null) as Node | null) {
    if (isElement(node)) for (const { name, value } of node.attrs) if (name.startsWith('data-')) data.push(value);
  }
  return data.join(' ');
}

function addField(form: Form, element: Element): void {
  const name = attribute(element, 'name');
  const type = element.tagName === 'input' ? (attribute(element, 'type') ?? 'text').toLowerCase() : element.tagName;
  const value = attribute(element, 'value');
  if (element.tagName === 'button' || type === 'submit') {
    if ((attribute(element, 'type') ?? 'submit') === 'submit') {
      form.buttons.push({ name: name ?? '', value: value ?? '', text: visible(element) || (value ?? '') });
    }
    return;
  }
  if (!name) return;
  form.types[name] = type;
  if (type === 'checkbox' || type === 'radio') {
    if (attribute(element, 'checked') !== undefined) form.values.push([name, value ?? 'on']);
  } else if (element.tagName === 'select') {
    const options = elements(element).filter((child) => child.tagName === 'option');
    const chosen = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
    if (chosen) form.values.push([name, attribute(chosen, 'value') ?? visible(chosen)]);
  } else {
    form.values.push([name, element.tagName === 'textarea' ? text(element) : (value ?? '')]);
  }
}

function readForm(element: Element): Form {
  const form: Form = {
    action: attribute(element, 'action') ?? '',
    method: attribute(element, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
    values: [],
    types: {},
    buttons: [],
    within: enclosing(element),
  };
  for (const field of elements(element)) {
    if (['input', 'select', 'textarea', 'button'].includes(field.tagName)) addField(form, field);
  }
  return form;
}

/** Reads what a person would see of a page, and its forms. */
export function readHtml(html: string): Document {
  const all = elements(parse(html.slice(0, LONGEST_PAGE)));
  const body = all.find((element) => element.tagName === 'body');
  const code = all.map((element) => attribute(element, 'data-error-code')).find((value) => value);
  const title = all.find((element) => element.tagName === 'title');
  return {
    title: title ? text({ ...title, tagName: 'span' } as Node).trim() : '',
    text: body ? visible(body) : '',
    ...(code ? { errorCode: code } : {}),
    forms: all.filter((element) => element.tagName === 'form').map(readForm),
  };
}

/** The values of `attribute` on the elements that have it and whose text contains `words`. */
export const rowsOf = (html: string, name: string, words: string): string[] =>
  elements(parse(html.slice(0, LONGEST_PAGE)))
    .filter((element) => attribute(element, name) !== undefined && visible(element).includes(words))
    .map((element) => attribute(element, name)!);

/** The last of them. */
export const rowOf = (html: string, name: string, words: string): string | undefined =>
  rowsOf(html, name, words).at(-1);
