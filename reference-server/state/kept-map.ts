import type { BoundedMap } from '../oauth/bounded-map.ts';
import { createBoundedMap } from '../oauth/bounded-map.ts';
import type { Shelf } from './state.ts';

/** How a record is kept on a shelf, where it is more than plain JSON. */
export interface Form<Value, Kept> {
  keep(value: Value): Kept;
  open(kept: Kept): Value;
}

/**
 * A bounded map that is on a shelf too: read from there once, written there first. Whoever changes a record in it puts
 * it in again with `set`, else the change ends with the process.
 */
export function createKeptMap<Value, Kept>(
  limit: number,
  shelf: Shelf<Kept>,
  { keep, open }: Form<Value, Kept>,
): BoundedMap<Value> {
  const map = createBoundedMap<Value>(limit, (key) => shelf.delete(key));
  for (const [key, kept] of shelf.entries()) map.set(key, open(kept));
  return {
    ...map,
    set(key, value) {
      shelf.set(key, keep(value));
      map.set(key, value);
    },
    delete(key) {
      shelf.delete(key);
      map.delete(key);
    },
    clear() {
      for (const [key] of shelf.entries()) shelf.delete(key);
      map.clear();
    },
  };
}

/** For records that are plain JSON. */
export const asIs = <Value>(): Form<Value, Value> => ({ keep: (value) => value, open: (kept) => kept });
