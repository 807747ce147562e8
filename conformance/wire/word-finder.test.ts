import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWordFinder } from './word-finder.ts';

/** The same by one pattern of all words. */
function byPattern(text: string, words: readonly string[]): string {
  const literally = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map(literally);
  return words.length === 0 ? text : text.replace(new RegExp(longestFirst.join('|'), 'g'), (word) => `«${word}»`);
}

/** Few letters, so that words meet and begin alike. */
const letters = fc.constantFrom('a', 'b', '=', '%', '«', 'é', '\u{1f512}');
const word = fc.array(letters, { minLength: 4, maxLength: 9 }).map((all) => all.join(''));

test('finds what one pattern of all words finds', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.array(letters, { maxLength: 80 }), (words, all) => {
      const finder = createWordFinder();
      for (const one of words) finder.add(one, false);
      const text = all.join('');
      expect(finder.replace(text, (found) => `«${found}»`)).toBe(byPattern(text, words));
    }),
  );
});

test('passes over what is a part of a longer word, where a word stands by itself', () => {
  const finder = createWordFinder();
  finder.add('pass', true);
  const shown = finder.replace('pass, passport, compass, my pass', () => '…');
  expect(shown).toBe('…, passport, compass, my …');
});
