import { distance } from 'fastest-levenshtein';

const tail = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** So many letters of a word are enough to know it by its beginning. */
const ENOUGH = 4;

/** No word of ours is as long; holding what was pasted by mistake against all of them would take seconds. */
const LONGEST = 300;

/** The candidate that somebody who wrote `word` most likely meant; undefined where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: { candidate: string; far: number } | undefined;
  for (const candidate of candidates) {
    const far = Math.min(distance(word, candidate), distance(tail(word), tail(candidate)) + 1);
    if (!best || far < best.far) best = { candidate, far };
  }
  if (best && best.far <= Math.max(2, Math.ceil(word.length / 3))) return best.candidate;
  return word.length < ENOUGH ? undefined : [...candidates].find((candidate) => candidate.startsWith(word));
}

/** So many letters may be wrong for a word to be another by a slip of the hand. */
const slips = (word: string): number => (word.length < ENOUGH ? 1 : 2);

/** The candidate that a slip of the hand made into `word`; undefined where it is one of them, or like none. */
export function slipOf(word: string, candidates: Iterable<string>): string | undefined {
  const known = [...candidates];
  if (word.length > LONGEST || known.includes(word)) return undefined;
  return known.find((candidate) => distance(word.toLowerCase(), candidate.toLowerCase()) <= slips(word));
}

/** The end of a sentence about an unknown word: “; did you mean …?”, or nothing where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found ? `; did you mean “${found}”?` : '';
}
