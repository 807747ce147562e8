/** Characters that 128 random bits need in base64, and how many of them at most are alike by chance. */
const ENOUGH = 22;
const BY_CHANCE = 2;

const sharedStart = ([first = '', ...others]: readonly string[]): number => {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length++;
  return length;
};
const backwards = (value: string): string => [...value].reverse().join('');

/** True where values are long and random: without what all of them begin and end with, as a prefix or the header of a JWT. */
export function lookDrawn(values: readonly string[]): boolean {
  if (new Set(values).size < values.length || values.some((value) => value.length < ENOUGH)) return false;
  if (values.length < 2) return true;
  const alike = sharedStart(values) + sharedStart(values.map(backwards));
  return values.every((value) => value.length - alike >= ENOUGH - BY_CHANCE);
}
