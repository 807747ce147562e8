/** A strict reader of the XML that JUnit reports use, for tests: elements, attributes, text; no DTD, no CDATA. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
  /** Every element below with this name. */
  all: (name: string) => Element[];
}

const token = /<\?xml[^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

const element = (name: string, attributes: Record<string, string>): Element => {
  const made: Element = {
    name,
    attributes,
    children: [],
    text: '',
    all: (wanted) =>
      made.children.flatMap((child) => [...(child.name === wanted ? [child] : []), ...child.all(wanted)]),
  };
  return made;
};

const decode = (text: string) => {
  const bare = text.replace(/&(amp|lt|gt|quot|#\d+);/g, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these.
  if (/&|[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Surrogate}/u.test(bare)) throw new Error(`not XML: ${text}`);
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replace(/&(#?)(\w+);/g, (_, hash, name) => (hash ? String.fromCodePoint(Number(name)) : named[name]!));
};

/** The root of a well-formed text; throws on anything else. */
export const readXml = (xml: string): Element => {
  const top = element('', {});
  const open = [top];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (!match) throw new Error(`not XML at ${at}: ${xml.slice(at, at + 80)}`);
    const [, closes, opens, attributes, empty, text] = match;
    if (text !== undefined) open.at(-1)!.text += decode(text);
    if (closes !== undefined && open.pop()!.name !== closes) throw new Error(`</${closes}> closes another element`);
    if (opens === undefined) continue;
    const made = element(
      opens,
      Object.fromEntries([...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map((pair) => [pair[1]!, decode(pair[2]!)])),
    );
    open.at(-1)!.children.push(made);
    if (empty === '') open.push(made);
  }
  if (open.length !== 1 || top.children.length !== 1) throw new Error('not one root element, or an element is open');
  return top.children[0]!;
};
