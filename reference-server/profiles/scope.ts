export interface Scope {
  name: string;
  /** Two or three words, where a user chooses between scopes. */
  title?: string;
  /** What it opens, for a page: completes "It may …". */
  words: string;
  /** Names of the smaller scopes that it opens too. */
  contains?: readonly string[];
}

/** Names of the scopes that those held contain. */
export const containedIn = (scopes: readonly Scope[], held: readonly string[]): string[] =>
  scopes.filter(({ name }) => held.includes(name)).flatMap(({ contains = [] }) => contains);

/** Names of the scopes that contain this one. */
export const containing = (scopes: readonly Scope[], smaller: string): string[] =>
  scopes.filter(({ contains = [] }) => contains.includes(smaller)).map(({ name }) => name);
