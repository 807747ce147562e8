import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from 'parse5';

/** The most characters of a page that are read: the parser's time grows faster than a page that means harm. */
const LONGEST_PAGE = 300_000;
/** How deep elements may stand in each other: browsers themselves follow 512. */
const DEEPEST = 10_000;

class TooDeep extends Error {}

/** The document of a page, of which nothing is read where it is nested without end. */
export function parsePage(html: string, runsScripts = true): DefaultTreeAdapterTypes.Document {
  let depth = 0;
  const treeAdapter = {
    ...defaultTreeAdapter,
    onItemPush() {
      depth++;
      if (depth > DEEPEST) throw new TooDeep();
    },
    onItemPop() {
      depth--;
    },
  };
  try {
    return parse(html.slice(0, LONGEST_PAGE), { scriptingEnabled: runsScripts, treeAdapter });
  } catch (error) {
    if (error instanceof TooDeep) return parse('<title>A page that is nested too deep to be read</title>');
    throw error;
  }
}
