import {
  type Document,
  isCollection,
  isScalar,
  type LineCounter,
  type Node,
  type Pair,
  visit,
  type YAMLParseError,
} from 'yaml';

/** What keeps a text from being YAML: where that began, which is often long before the parser notices, and in words. */
export interface Trouble {
  offset: number;
  says: string;
}

interface Broken {
  document: Document.Parsed;
  text: string;
  lines: LineCounter;
}

/** Why a document cannot be read; undefined where it can. */
export function troubleOf(broken: Broken): Trouble | undefined {
  const [error] = broken.document.errors;
  if (!error) return undefined;
  const found = Object.hasOwn(readings, error.code) ? readings[error.code]!(error, broken) : undefined;
  return found ?? { offset: error.pos[0], says: withoutItsPlace(error) };
}

const misindented = 'this line is indented otherwise than those that it belongs to';

/** What the parser’s codes mean to who wrote the file. */
const readings: Record<string, (error: YAMLParseError, broken: Broken) => Trouble | undefined> = {
  MISSING_CHAR: (error, broken) => unclosedQuote(error, broken) ?? unclosedBracket(error, broken) ?? withoutDash(error),
  BAD_INDENT: (error, broken) => unclosedBracket(error, broken) ?? { offset: error.pos[0], says: misindented },
  DUPLICATE_KEY: twice,
  // Both say that something was taken for the name of a setting that cannot be one.
  BLOCK_AS_IMPLICIT_KEY: (error, broken) =>
    indentedTooFar(broken) ?? { offset: error.pos[0], says: 'a text with a colon and a blank in it needs quotes' },
  MULTILINE_IMPLICIT_KEY: (error, broken) => withoutBlank(error, broken) ?? indentedTooFar(broken),
  MULTIPLE_DOCS: ({ pos }) => ({ offset: pos[0], says: 'a file holds one document, and here another begins' }),
  TAB_AS_INDENT: ({ pos }) => ({ offset: pos[0], says: 'a tab stands where only blanks may indent' }),
  BAD_SCALAR_START: ({ pos }, { text }) => ({
    offset: pos[0],
    says: `a text that begins with “${text[pos[0]]}” needs quotes`,
  }),
  BAD_DQ_ESCAPE: ({ pos }, { text }) => ({
    offset: pos[0],
    says: `“${text.slice(pos[0], pos[0] + 2)}” means nothing between double quotes; between single quotes it is text`,
  }),
  UNEXPECTED_TOKEN: ({ pos: [offset] }, { text }) => {
    if (/[\]}]/.test(text[offset]!)) return { offset, says: `this “${text[offset]}” closes nothing` };
    const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
    return before.trim() === '' && offset > 0 ? { offset, says: misindented } : undefined;
  },
};

const sourceOf = (node: Node, { text }: Broken): string => text.slice(node.range?.[0], node.range?.[1]).trimEnd();

/** The first node of which this is true. */
function firstNode(document: Document.Parsed, is: (node: Node) => boolean): Node | undefined {
  let found: Node | undefined;
  visit(document, {
    Node(_, node) {
      if (!is(node)) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

function unclosedQuote({ message }: YAMLParseError, broken: Broken): Trouble | undefined {
  const quote = /^Missing closing (["'])/.exec(message)?.[1];
  if (!quote) return undefined;
  const open = firstNode(broken.document, (node) => {
    const source = sourceOf(node, broken);
    return isScalar(node) && source.startsWith(quote) && (source.length === 1 || !source.endsWith(quote));
  });
  return open?.range
    ? { offset: open.range[0], says: `the text that begins here lacks its closing ${quote}` }
    : undefined;
}

function unclosedBracket({ message }: YAMLParseError, broken: Broken): Trouble | undefined {
  const closing = /^Flow .* end with a (.)/.exec(message)?.[1];
  if (!closing) return undefined;
  const opening = closing === '}' ? '{' : '[';
  const open = firstNode(broken.document, (node) => {
    const source = sourceOf(node, broken);
    return isCollection(node) && source.startsWith(opening) && !source.endsWith(closing);
  });
  return open?.range ? { offset: open.range[0], says: `this “${opening}” lacks its closing “${closing}”` } : undefined;
}

const withoutDash = ({ message, pos }: YAMLParseError): Trouble | undefined =>
  message.startsWith('Sequence item without') ? { offset: pos[0], says: misindented } : undefined;

function twice({ pos: [offset] }: YAMLParseError, { document, lines }: Broken): Trouble | undefined {
  let found: Trouble | undefined;
  visit(document, {
    Map(_, map) {
      const keys = map.items.map(({ key }: Pair) => key as Node);
      // The parser may point to the blanks in front of the key.
      const again = keys.find((key, n) => startOf(key) >= offset && keys.slice(0, n).some((one) => same(one, key)));
      if (!again) return undefined;
      const first = lines.linePos(startOf(keys.find((key) => same(key, again))!)).line;
      found = {
        offset: startOf(again),
        says: `“${again}” stands here for the second time; the first is in line ${first}`,
      };
      return visit.BREAK;
    },
  });
  return found;
}

const startOf = (node: Node): number => node.range?.[0] ?? 0;
const same = (one: Node, other: Node): boolean => String(one) === String(other);

/** A setting that is indented further than the one above it is read as the rest of that one’s text. */
function indentedTooFar({ document, text, lines }: Broken): Trouble | undefined {
  const split = document.errors.find(({ code }) => code === 'MULTILINE_IMPLICIT_KEY');
  if (!split) return undefined;
  const line = lines.linePos(split.pos[1]).line;
  const start = lines.lineStarts[line - 1] ?? 0;
  const indent = /^ */.exec(text.slice(start))![0].length;
  return { offset: start + indent, says: misindented };
}

function withoutBlank({ pos: [offset] }: YAMLParseError, { text }: Broken): Trouble | undefined {
  const [line = ''] = text.slice(offset).split('\n');
  const name = /^([\w-]+):\S/.exec(line)?.[1];
  return name ? { offset, says: `the colon behind “${name}” needs a blank behind it` } : undefined;
}

/** What the parser says where its codes do not tell one mistake from another, in words. */
const inWords: readonly [RegExp, string][] = [
  [/^Implicit map keys need to be followed/, 'behind this name a colon and a blank are missing'],
  [/^Block scalar header includes extra/, 'a text behind “>” or “|” begins on the next line'],
  [/^Unexpected (flow-|block-)?(scalar|.*-quoted-scalar) at node end/, 'more stands here behind a value that is over'],
  [/^Unexpected block-seq-ind on same line/, 'a list begins on the line behind its name'],
  [/^Block collections are not allowed within/, 'here a comma is missing'],
  [/^Unexpected , in flow/, 'here a value is missing before the comma'],
];

/** Without the place, which stands in front, and without the excerpt. */
function withoutItsPlace({ message }: YAMLParseError): string {
  const [line = ''] = message.split('\n');
  return inWords.find(([said]) => said.test(line))?.[1] ?? line.replace(/ at line \d+, column \d+:?$/, '');
}
