/** The fewest letters of a word that can be found. */
const START = 4;
/** So many ways to begin are told apart before a word is looked up; a power of two. */
const WAYS = 1 << 16;

const isLetter = (code: number): boolean =>
  (code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123);

/** Finds thousands of words in long texts: a pattern of as many alternatives tries them all at each letter. */
export interface WordFinder {
  /** A word of at least four letters; one that stands by itself is no part of a longer one. */
  add(word: string, standsByItself: boolean): void;
  /** The text with what `shown` makes of each word, the longest of those that begin at a place. */
  replace(text: string, shown: (word: string) => string): string;
}

export function createWordFinder(): WordFinder {
  /** By their first letters, the longest first. */
  const byStart = new Map<string, { word: string; standsByItself: boolean }[]>();
  const begins = new Uint8Array(WAYS);
  const wayOf = (first: number, second: number, third: number): number =>
    (first ^ (second << 5) ^ (third << 10)) & (WAYS - 1);

  function wordAt(text: string, at: number): string | undefined {
    const found = byStart.get(text.slice(at, at + START))?.find(({ word, standsByItself }) => {
      if (!text.startsWith(word, at)) return false;
      return !standsByItself || !(isLetter(text.charCodeAt(at - 1)) || isLetter(text.charCodeAt(at + word.length)));
    });
    return found?.word;
  }

  return {
    add(word, standsByItself) {
      const start = word.slice(0, START);
      const alike = [...(byStart.get(start) ?? []).filter((one) => one.word !== word), { word, standsByItself }];
      byStart.set(
        start,
        alike.sort((a, b) => b.word.length - a.word.length),
      );
      begins[wayOf(word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2))] = 1;
    },
    replace(text, shown) {
      if (byStart.size === 0) return text;
      let made = '';
      let from = 0;
      let [first, second] = [text.charCodeAt(0), text.charCodeAt(1)];
      for (let at = 0; at + START <= text.length; at++) {
        const third = text.charCodeAt(at + 2);
        const mayBegin = begins[wayOf(first, second, third)] === 1 && at >= from;
        first = second;
        second = third;
        const word = mayBegin ? wordAt(text, at) : undefined;
        if (word === undefined) continue;
        made += text.slice(from, at) + shown(word);
        from = at + word.length;
      }
      return from === 0 ? text : made + text.slice(from);
    },
  };
}
