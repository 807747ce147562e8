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

/** The end of a sentence about an unknown word: “; did you mean …?”, or nothing where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found ? `; did you mean “${found}”?` : '';
}
