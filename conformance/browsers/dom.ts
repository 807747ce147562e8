import type { DefaultTreeAdapterTypes } from 'parse5';

export type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

export const isElement = (node: Node): node is Element => 'tagName' in node;
export const children = (node: Node): Node[] => ('childNodes' in node ? (node.childNodes as Node[]) : []);
export const attribute = (element: Element, name: string): string | undefined =>
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

export const elements = (node: Node): Element[] => [...inside(node)].filter(isElement);

const isInvisible = (node: Node): boolean => isElement(node) && invisible.has(node.tagName);

export function text(node: Node): string {
  const texts = [...inside(node, isInvisible)].filter(({ nodeName }) => nodeName === '#text');
  return texts.map((one) => (one as DefaultTreeAdapterTypes.TextNode).value).join(' ');
}
export const visible = (node: Node): string => text(node).replace(/\s+/g, ' ').trim();
/** The text of a script, which is not visible. */
export const everything = (element: Element): string =>
  children(element)
    .map((child) => (child as DefaultTreeAdapterTypes.TextNode).value ?? '')
    .join('');

export const parentOf = (node: Node): Node | null => ('parentNode' in node ? (node.parentNode as Node | null) : null);

/** How far outwards one looks: a page that is nested deeper means harm. */
const DEEPEST = 500;

/** The element itself and those around it, outwards. */
export function* ancestors(element: Element): Generator<Element> {
  let node: Node | null = element;
  for (let depth = 0; node && depth < DEEPEST; depth++, node = parentOf(node)) if (isElement(node)) yield node;
}
